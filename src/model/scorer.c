/* In: a vector. Out: a score for each label. Must not know how the weights were learnt. */
#include "model/scorer.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

size_t scheme_machine_count(enum scheme scheme, size_t n_labels)
{
    if (n_labels == 2)
        return 1;
    return scheme == SCHEME_ONE_VS_REST ? n_labels : n_labels * (n_labels - 1) / 2;
}

int scheme_check(enum scheme scheme, size_t n_labels, stance_error *error)
{
    size_t count = scheme_machine_count(scheme, n_labels);
    if (count > MACHINES_MAX)
        return error_set(error, STANCE_ARGUMENT,
                         "%s of %zu labels asks for %zu machines; %d are possible",
                         scheme_name(scheme), n_labels, count, MACHINES_MAX);
    return 0;
}

struct machine scheme_machine(enum scheme scheme, size_t n_labels, size_t index)
{
    if (n_labels == 2)
        return (struct machine){0, 1};
    if (scheme == SCHEME_ONE_VS_REST)
        return (struct machine){index, MACHINE_REST};
    size_t first = 0;
    for (size_t pairs = n_labels - 1; index >= pairs; pairs--) {
        index -= pairs;
        first++;
    }
    return (struct machine){first, first + 1 + index};
}

const char *scheme_name(enum scheme scheme)
{
    return scheme == SCHEME_ONE_VS_REST ? "one-vs-rest" : "one-vs-one";
}

int scorer_init(struct scorer *scorer, enum scheme scheme, size_t n_labels, size_t n_terms,
                stance_error *error)
{
    struct scorer made = {.scheme = scheme,
                          .n_labels = n_labels,
                          .n_machines = scheme_machine_count(scheme, n_labels),
                          .n_terms = n_terms};
    made.weights = memory_array(n_terms, made.n_machines * sizeof *made.weights);
    made.bias = memory_array(made.n_machines, sizeof *made.bias);
    if (made.weights == NULL || made.bias == NULL) {
        scorer_release(&made);
        return error_no_memory(error);
    }
    *scorer = made;
    return 0;
}

void scorer_release(struct scorer *scorer)
{
    free(scorer->weights);
    free(scorer->bias);
    *scorer = SCORER_EMPTY;
}

void scorer_decide(const struct scorer *scorer, const struct vector *vector, double *decisions)
{
    for (size_t m = 0; m < scorer->n_machines; m++)
        decisions[m] = 0;
    for (size_t i = 0; i < vector->count; i++) {
        const float *row = scorer->weights + vector->entries[i].term * scorer->n_machines;
        for (size_t m = 0; m < scorer->n_machines; m++)
            decisions[m] += vector->entries[i].value * (double)row[m];
    }
    for (size_t m = 0; m < scorer->n_machines; m++)
        decisions[m] += scorer->bias[m];
}

void scheme_scores(enum scheme scheme, size_t n_labels, const double *decisions, double *scores)
{
    if (n_labels > 2 && scheme == SCHEME_ONE_VS_REST) {
        for (size_t k = 0; k < n_labels; k++)
            scores[k] = decisions[k];
        return;
    }
    for (size_t k = 0; k < n_labels; k++)
        scores[k] = 0;
    for (size_t a = 0; a < n_labels; a++) /* the order of scheme_machine() */
        for (size_t b = a + 1; b < n_labels; b++, decisions++) {
            scores[a] += *decisions / (double)(n_labels - 1);
            scores[b] -= *decisions / (double)(n_labels - 1);
        }
}
