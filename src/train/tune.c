/* In: labelled rows and the choices that are open. Out: the options that do best. Must not know how
 * points are shown. */
#include "train/tune.h"

#include "base/memory.h"
#include "train/metrics.h"
#include "train/prepare.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct orders {
    uint32_t min, max; /* 0 and 0: none */
};

static const enum weighting weightings[] = {WEIGHTING_TFIDF, WEIGHTING_NB, WEIGHTING_BINARY};
static const double costs[] = {0.1, 0.3, 1, 3};
static const double cost_factors[] = {0.6, 1.7};
static const struct orders word_orders[] = {{1, 1}, {1, 2}, {1, 3}};
static const struct orders char_orders[] = {{0, 0}, {3, 5}, {2, 6}};
static const uint32_t frequencies[] = {1, 2, 3};

/* ---- the steps: each makes the i-th of its changes, and says false where that is none or not
   open ---- */

static bool change_weighting_and_cost(const struct tune_choices *open,
                                      struct trainer_options *options, size_t i)
{
    size_t w = i / COUNT(costs), c = i % COUNT(costs);
    if ((!open->weighting && w > 0) || (!open->cost && c > 0))
        return false;
    enum weighting weighting = open->weighting ? weightings[w] : options->recipe.weighting;
    double cost = costs[c];
    bool weighting_differs = weighting != options->recipe.weighting;
    if (!weighting_differs && (!open->cost || cost == options->cost))
        return false;
    options->recipe.weighting = weighting;
    options->cost = open->cost ? cost : options->cost;
    return true;
}

static bool change_orders(const struct orders *orders, uint32_t *min, uint32_t *max)
{
    if (orders->min == *min && orders->max == *max)
        return false;
    *min = orders->min;
    *max = orders->max;
    return true;
}

static bool change_words(const struct tune_choices *open, struct trainer_options *options, size_t i)
{
    return open->words &&
           change_orders(&word_orders[i], &options->recipe.word_min, &options->recipe.word_max);
}

static bool change_chars(const struct tune_choices *open, struct trainer_options *options, size_t i)
{
    return open->chars &&
           (options->recipe.word_max > 0 || char_orders[i].max > 0) && /* else no features */
           change_orders(&char_orders[i], &options->recipe.char_min, &options->recipe.char_max);
}

static bool change_frequency(const struct tune_choices *open, struct trainer_options *options,
                             size_t i)
{
    if (!open->min_document_frequency || frequencies[i] == options->recipe.min_document_frequency)
        return false;
    options->recipe.min_document_frequency = frequencies[i];
    return true;
}

static bool change_class_weight(const struct tune_choices *open, struct trainer_options *options,
                                size_t i)
{
    (void)i; /* there is but the other one */
    options->class_weight =
        options->class_weight == CLASS_WEIGHT_NONE ? CLASS_WEIGHT_BALANCED : CLASS_WEIGHT_NONE;
    return open->class_weight;
}

static bool change_scheme(const struct tune_choices *open, struct trainer_options *options,
                          size_t i)
{
    (void)i;
    options->scheme =
        options->scheme == SCHEME_ONE_VS_REST ? SCHEME_ONE_VS_ONE : SCHEME_ONE_VS_REST;
    return open->scheme;
}

static bool change_cost_finely(const struct tune_choices *open, struct trainer_options *options,
                               size_t i)
{
    options->cost *= cost_factors[i];
    return open->cost;
}

static const struct {
    size_t count; /* of changes */
    bool (*change)(const struct tune_choices *open, struct trainer_options *options, size_t i);
} steps[] = {
    {COUNT(weightings) * COUNT(costs), change_weighting_and_cost},
    {COUNT(word_orders), change_words},
    {COUNT(char_orders), change_chars},
    {COUNT(frequencies), change_frequency},
    {1, change_class_weight},
    {1, change_scheme},
    {COUNT(cost_factors), change_cost_finely},
};

/* ---- the search ---- */

struct search {
    const struct dataset *dataset;
    const struct tune_listener *listener;
    struct prepared prepared; /* for the point tried last; empty before the first */
    size_t *truth;            /* [dataset->count] */
    double *confidence;       /* [dataset->count] no figure that is used here depends on it */
    struct trainer_options *best;
    double best_macro_f1;
};

/* Cross-validates the options, on the vectors of the point before where they serve. */
static int judge(struct search *search, struct tune_point *point, stance_error *error)
{
    struct prepared *prepared = &search->prepared;
    const struct trainer_options *options = point->options;
    if (prepared->model != NULL && !prepared_serves(&prepared->model->recipe, &options->recipe))
        prepared_release(prepared);
    if (prepared->model == NULL && prepared_make(search->dataset, options, prepared, error) != 0)
        return -1;
    struct cross_validation cv;
    if (trainer_run_prepared(prepared, options, NULL, NULL, &cv, error) != 0)
        return -1;
    struct metrics metrics;
    int result = metrics_compute(search->truth, cv.predicted, search->confidence, cv.count,
                                 cv.n_labels, options->seed, &metrics, error);
    if (result == 0) {
        point->macro_f1 = metrics.macro_f1;
        point->accuracy = metrics.accuracy;
        metrics_release(&metrics);
    }
    cross_validation_release(&cv);
    return result;
}

static int try_point(struct search *search, const struct trainer_options *options,
                     stance_error *error)
{
    struct tune_point point = {.options = options};
    if (judge(search, &point, error) != 0)
        /* The data did for the start; so this recipe has no terms, and that is no failure. */
        return error->status == STANCE_DATA && search->best_macro_f1 >= 0 ? 0 : -1;
    point.best = point.macro_f1 > search->best_macro_f1;
    if (point.best) {
        *search->best = *options;
        search->best_macro_f1 = point.macro_f1;
    }
    return search->listener->tried(search->listener->context, &point, error);
}

static int run_steps(struct search *search, const struct tune_choices *open, stance_error *error)
{
    struct trainer_options start = *search->best;
    if (try_point(search, &start, error) != 0)
        return -1;
    for (size_t s = 0; s < COUNT(steps); s++) {
        start = *search->best;
        for (size_t i = 0; i < steps[s].count; i++) {
            struct trainer_options options = start;
            if (steps[s].change(open, &options, i) && try_point(search, &options, error) != 0)
                return -1;
        }
    }
    return 0;
}

size_t tune_points_max(void)
{
    size_t count = 1;
    for (size_t s = 0; s < COUNT(steps); s++)
        count += steps[s].count;
    return count;
}

int tune_run(const struct dataset *dataset, const struct tune_choices *open,
             const struct tune_listener *listener, struct trainer_options *options,
             stance_error *error)
{
    struct search search = {.dataset = dataset,
                            .listener = listener,
                            .truth = memory_array(dataset->count, sizeof *search.truth),
                            .confidence = memory_array(dataset->count, sizeof *search.confidence),
                            .best = options,
                            .best_macro_f1 = -1};
    struct tune_choices choices = *open;
    if (dataset->labels.count == 2)
        choices.scheme = false; /* both schemes are one machine */
    int result = search.truth == NULL || search.confidence == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < dataset->count && result == 0; i++)
        search.truth[i] = dataset->rows[i].label;
    if (result == 0)
        result = run_steps(&search, &choices, error);
    if (search.prepared.model != NULL)
        prepared_release(&search.prepared);
    free(search.truth);
    free(search.confidence);
    return result;
}
