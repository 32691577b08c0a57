/* In: true and given labels. Out: figures. Must not know models or texts. */
#include "train/metrics.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <stdlib.h>

#define EXACT_BELOW 25 /* discordant rows; chi-squared is close enough from here on */

void metrics_release(struct metrics *metrics)
{
    free(metrics->confusion);
    free(metrics->per_label);
    *metrics = (struct metrics){0};
}

static struct label_metrics measure_label(const size_t *confusion, size_t n_labels, size_t label)
{
    size_t given = 0, support = 0, right = confusion[label * n_labels + label];
    for (size_t k = 0; k < n_labels; k++) {
        support += confusion[label * n_labels + k];
        given += confusion[k * n_labels + label];
    }
    struct label_metrics m = {.support = support};
    m.precision = given == 0 ? 0 : (double)right / (double)given;
    m.recall = support == 0 ? 0 : (double)right / (double)support;
    m.f1 = given + support == 0 ? 0 : 2.0 * (double)right / (double)(given + support);
    return m;
}

static double macro_f1(const size_t *confusion, size_t n_labels)
{
    double sum = 0;
    size_t present = 0;
    for (size_t k = 0; k < n_labels; k++) {
        struct label_metrics m = measure_label(confusion, n_labels, k);
        size_t given = 0;
        for (size_t j = 0; j < n_labels; j++)
            given += confusion[j * n_labels + k];
        present += given + m.support > 0;
        sum += m.f1;
    }
    return present == 0 ? 0 : sum / (double)present;
}

static void count_confusion(const size_t *truth, const size_t *given, size_t count, size_t n_labels,
                            struct random *resample, size_t *confusion)
{
    for (size_t i = 0; i < n_labels * n_labels; i++)
        confusion[i] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t row = resample == NULL ? i : (size_t)random_below(resample, count);
        confusion[truth[row] * n_labels + given[row]]++;
    }
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The middle 95 % of sorted samples. */
static void percentile_interval(double *samples, double *low, double *high)
{
    qsort(samples, METRICS_RESAMPLE, sizeof *samples, by_value);
    *low = samples[(size_t)(0.025 * METRICS_RESAMPLE)];
    *high = samples[(size_t)(0.975 * METRICS_RESAMPLE) - 1];
}

static void fill_bins(const size_t *truth, const size_t *given, const double *confidence,
                      struct metrics *m)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t bin = (size_t)(confidence[i] * METRICS_BINS);
        bin = bin < METRICS_BINS ? bin : METRICS_BINS - 1; /* 1.0 belongs to the last */
        m->bins[bin].count++;
        m->bins[bin].accuracy += truth[i] == given[i];
        m->bins[bin].confidence += confidence[i];
    }
    for (size_t bin = 0; bin < METRICS_BINS; bin++) {
        m->ece += fabs(m->bins[bin].accuracy - m->bins[bin].confidence) / (double)m->count;
        double rows = m->bins[bin].count == 0 ? 1 : (double)m->bins[bin].count;
        m->bins[bin].accuracy /= rows;
        m->bins[bin].confidence /= rows;
    }
}

static void fill_coverage(const size_t *truth, const size_t *given, const double *confidence,
                          struct metrics *m)
{
    static const double thresholds[METRICS_THRESHOLDS] = {0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};
    for (size_t t = 0; t < METRICS_THRESHOLDS; t++) {
        struct coverage_point *point = &m->coverage[t];
        size_t right = 0;
        point->threshold = thresholds[t];
        for (size_t i = 0; i < m->count; i++) {
            point->count += confidence[i] >= thresholds[t];
            right += confidence[i] >= thresholds[t] && truth[i] == given[i];
        }
        point->precision = point->count == 0 ? 0 : (double)right / (double)point->count;
    }
}

int metrics_compute(const size_t *truth, const size_t *given, const double *confidence,
                    size_t count, size_t n_labels, uint64_t seed, struct metrics *metrics,
                    stance_error *error)
{
    struct metrics m = {.count = count, .n_labels = n_labels};
    m.confusion = memory_array(n_labels, n_labels * sizeof *m.confusion);
    m.per_label = memory_array(n_labels, sizeof *m.per_label);
    size_t *sampled = memory_array(n_labels, n_labels * sizeof *sampled);
    double *samples = memory_array(METRICS_RESAMPLE, sizeof *samples);
    if (m.confusion == NULL || m.per_label == NULL || sampled == NULL || samples == NULL) {
        metrics_release(&m);
        free(sampled);
        free(samples);
        return error_no_memory(error);
    }
    count_confusion(truth, given, count, n_labels, NULL, m.confusion);
    size_t right = 0;
    for (size_t k = 0; k < n_labels; k++) {
        m.per_label[k] = measure_label(m.confusion, n_labels, k);
        right += m.confusion[k * n_labels + k];
    }
    m.accuracy = count == 0 ? 0 : (double)right / (double)count;
    m.macro_f1 = macro_f1(m.confusion, n_labels);
    struct random random;
    random_seed(&random, seed);
    for (size_t s = 0; s < METRICS_RESAMPLE && count > 0; s++) {
        count_confusion(truth, given, count, n_labels, &random, sampled);
        samples[s] = macro_f1(sampled, n_labels);
    }
    percentile_interval(samples, &m.macro_f1_low, &m.macro_f1_high);
    if (count > 0)
        fill_bins(truth, given, confidence, &m);
    fill_coverage(truth, given, confidence, &m);
    free(sampled);
    free(samples);
    *metrics = m;
    return 0;
}

/* Two-sided: twice the binomial(n, 1/2) probability of at most `fewer`, in logarithms. */
static double exact_p(size_t fewer, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k <= fewer; k++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1) -
                   (double)n * log(2));
    return 2 * sum < 1 ? 2 * sum : 1;
}

static double mcnemar(size_t b, size_t c)
{
    size_t n = b + c, fewer = b < c ? b : c;
    if (n < EXACT_BELOW)
        return exact_p(fewer, n);
    double distance = fabs((double)b - (double)c) - 1;
    double statistic = distance > 0 ? distance * distance / (double)n : 0;
    return erfc(sqrt(statistic / 2)); /* chi-squared with one degree of freedom */
}

int metrics_compare(const size_t *truth, const size_t *first, const size_t *second, size_t count,
                    size_t n_labels, uint64_t seed, struct comparison *comparison,
                    stance_error *error)
{
    struct comparison c = {0};
    size_t *confusion = memory_array(n_labels, n_labels * sizeof *confusion);
    double *samples = memory_array(METRICS_RESAMPLE, sizeof *samples);
    if (confusion == NULL || samples == NULL) {
        free(confusion);
        free(samples);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        c.only_first_right += first[i] == truth[i] && second[i] != truth[i];
        c.only_second_right += first[i] != truth[i] && second[i] == truth[i];
    }
    c.p_value = mcnemar(c.only_first_right, c.only_second_right);
    count_confusion(truth, second, count, n_labels, NULL, confusion);
    c.difference = macro_f1(confusion, n_labels);
    count_confusion(truth, first, count, n_labels, NULL, confusion);
    c.difference -= macro_f1(confusion, n_labels);
    struct random random;
    random_seed(&random, seed);
    for (size_t s = 0; s < METRICS_RESAMPLE && count > 0; s++) {
        struct random same_rows = random; /* both must be counted on the same sample */
        count_confusion(truth, first, count, n_labels, &same_rows, confusion);
        samples[s] = -macro_f1(confusion, n_labels);
        count_confusion(truth, second, count, n_labels, &random, confusion);
        samples[s] += macro_f1(confusion, n_labels);
    }
    percentile_interval(samples, &c.difference_low, &c.difference_high);
    free(confusion);
    free(samples);
    *comparison = c;
    return 0;
}
