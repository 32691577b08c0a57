/* In: scores and what the labels truly were. Out: probabilities. Must not know texts or weights. */
#include "model/calibration.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

#define PENALTY    2.0 /* rows' worth of evidence that a slope is 1 and an offset 0 */
#define SWEEPS_MAX 200
#define TOLERANCE  1e-9 /* of the log-likelihood, relative: below it a sweep was the last */
#define HALVINGS   30
#define SLOPE_MIN  0.01 /* a larger score never makes a label less likely */

int calibration_init(struct calibration *calibration, size_t n_labels, stance_error *error)
{
    struct calibration made = {.n_labels = n_labels};
    made.slope = memory_array(n_labels, sizeof *made.slope);
    made.offset = memory_array(n_labels, sizeof *made.offset);
    if (made.slope == NULL || made.offset == NULL) {
        calibration_release(&made);
        return error_no_memory(error);
    }
    for (size_t k = 0; k < n_labels; k++)
        made.slope[k] = 1;
    *calibration = made;
    return 0;
}

void calibration_release(struct calibration *calibration)
{
    free(calibration->slope);
    free(calibration->offset);
    *calibration = CALIBRATION_EMPTY;
}

double calibration_logit(const struct calibration *calibration, const double *scores, size_t label)
{
    return calibration->slope[label] * scores[label] + calibration->offset[label];
}

void calibration_apply(const struct calibration *calibration, const double *scores,
                       const bool *allowed, double *probabilities)
{
    size_t n_labels = calibration->n_labels;
    double largest = -INFINITY, sum = 0;
    for (size_t k = 0; k < n_labels; k++) {
        probabilities[k] = calibration_logit(calibration, scores, k);
        if ((allowed == NULL || allowed[k]) && probabilities[k] > largest)
            largest = probabilities[k];
    }
    for (size_t k = 0; k < n_labels; k++) {
        bool out = allowed != NULL && !allowed[k];
        probabilities[k] = out ? 0 : exp(probabilities[k] - largest);
        sum += probabilities[k];
    }
    for (size_t k = 0; k < n_labels; k++)
        probabilities[k] /= sum;
}

/* The state of a fit. Row i has exponents z_ik = a_k s_ik + b_k, and log_sum_i = ln sum_k exp z_ik.
 */
struct fit {
    struct calibration *calibration;
    const double *scores; /* [count][n_labels] */
    const size_t *labels; /* [count] */
    size_t count;
    double *log_sum; /* [count] */
};

static double log_sum_exp(const struct calibration *calibration, const double *scores)
{
    double largest = -INFINITY, sum = 0;
    for (size_t k = 0; k < calibration->n_labels; k++) {
        double z = calibration->slope[k] * scores[k] + calibration->offset[k];
        largest = z > largest ? z : largest;
    }
    for (size_t k = 0; k < calibration->n_labels; k++)
        sum += exp(calibration->slope[k] * scores[k] + calibration->offset[k] - largest);
    return largest + log(sum); /* cppcheck-suppress invalidFunctionArg ; the largest adds 1 */
}

/* How much the objective gains if label k's pair becomes (slope, offset). With p = exp(z -
 * log_sum), a row's new log_sum is the old one plus ln(1 - p + exp(z' - log_sum)). */
static double gain(const struct fit *fit, size_t k, double slope, double offset)
{
    const struct calibration *c = fit->calibration;
    double total = 0;
    for (size_t i = 0; i < fit->count; i++) {
        double s = fit->scores[i * c->n_labels + k];
        double before = c->slope[k] * s + c->offset[k], after = slope * s + offset;
        double others = 1 - exp(before - fit->log_sum[i]);
        total -= log((others > 0 ? others : 0) + exp(after - fit->log_sum[i]));
        if (fit->labels[i] == k)
            total += after - before;
    }
    double pull_before = (c->slope[k] - 1) * (c->slope[k] - 1) + c->offset[k] * c->offset[k];
    double pull_after = (slope - 1) * (slope - 1) + offset * offset;
    return total - 0.5 * PENALTY * (pull_after - pull_before);
}

/* One Newton step on label k's pair, halved until it helps. Returns the gain, 0 for no step. */
static double step(struct fit *fit, size_t k)
{
    struct calibration *c = fit->calibration;
    double gradient_a = -PENALTY * (c->slope[k] - 1), gradient_b = -PENALTY * c->offset[k];
    double aa = PENALTY, ab = 0, bb = PENALTY; /* the negative Hessian, positive definite */
    for (size_t i = 0; i < fit->count; i++) {
        double s = fit->scores[i * c->n_labels + k];
        double p = exp(c->slope[k] * s + c->offset[k] - fit->log_sum[i]);
        double residual = (fit->labels[i] == k ? 1.0 : 0.0) - p, curvature = p * (1 - p);
        gradient_a += residual * s;
        gradient_b += residual;
        aa += curvature * s * s;
        ab += curvature * s;
        bb += curvature;
    }
    double determinant = aa * bb - ab * ab;
    double step_a = (bb * gradient_a - ab * gradient_b) / determinant;
    double step_b = (aa * gradient_b - ab * gradient_a) / determinant;
    for (int halving = 0; halving < HALVINGS; halving++) {
        double slope = c->slope[k] + ldexp(step_a, -halving);
        double offset = c->offset[k] + ldexp(step_b, -halving);
        if (slope < SLOPE_MIN)
            continue;
        double gained = gain(fit, k, slope, offset);
        if (!(gained > 0))
            continue;
        c->slope[k] = slope;
        c->offset[k] = offset;
        for (size_t i = 0; i < fit->count; i++)
            fit->log_sum[i] = log_sum_exp(c, fit->scores + i * c->n_labels);
        return gained;
    }
    return 0;
}

/* Takes the mean out of the offsets: no probability changes, and the penalty is least so. Without
 * it the sweeps, which see one label at a time, creep along that direction by the hundred. Returns
 * the gain. */
static double centre(struct fit *fit)
{
    struct calibration *c = fit->calibration;
    double mean = 0;
    for (size_t k = 0; k < c->n_labels; k++)
        mean += c->offset[k] / (double)c->n_labels;
    for (size_t k = 0; k < c->n_labels; k++)
        c->offset[k] -= mean;
    for (size_t i = 0; i < fit->count; i++)
        fit->log_sum[i] -= mean;
    return 0.5 * PENALTY * mean * mean * (double)c->n_labels;
}

int calibration_fit(struct calibration *calibration, const double *scores, const size_t *labels,
                    size_t count, stance_error *error)
{
    struct fit fit = {calibration, scores, labels, count, memory_array(count, sizeof(double))};
    if (fit.log_sum == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++)
        fit.log_sum[i] = log_sum_exp(calibration, scores + i * calibration->n_labels);
    for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
        double gained = centre(&fit);
        for (size_t k = 0; k < calibration->n_labels; k++)
            gained += step(&fit, k);
        if (gained <= TOLERANCE * (double)count)
            break;
    }
    free(fit.log_sum);
    return 0;
}
