/* scorer_decide() and scheme_scores() against sums over dense vectors, as the formulas stand in the
 * header. */
#include "model/scorer.h"

#include "base/memory.h"
#include "check.h"
#include "corpus.h"

#include <stdlib.h>

#define N_TERMS     400
#define LABELS_MOST 7

static void fill_scorer(struct scorer *scorer, struct random *random)
{
    for (size_t i = 0; i < scorer->n_terms * scorer->n_machines; i++)
        scorer->weights[i] = (float)(4 * random_real(random) - 2);
    for (size_t m = 0; m < scorer->n_machines; m++)
        scorer->bias[m] = random_real(random) - 0.5;
}

/* A vector and the same with its zeros. */
static void fill_vector(struct vector_entry entries[N_TERMS], struct vector *vector,
                        double dense[N_TERMS], unsigned one_in, struct random *random)
{
    *vector = (struct vector){entries, 0, N_TERMS};
    for (uint32_t t = 0; t < N_TERMS; t++) {
        dense[t] = 0;
        if (random_below(random, one_in) != 0)
            continue;
        dense[t] = 2 * random_real(random) - 1;
        entries[vector->count++] = (struct vector_entry){t, dense[t]};
    }
}

static double decide(const struct scorer *scorer, size_t machine, const double dense[N_TERMS])
{
    double sum = scorer->bias[machine];
    for (size_t t = N_TERMS; t-- > 0;)
        sum += dense[t] * (double)scorer->weights[t * scorer->n_machines + machine];
    return sum;
}

/* The score of a label from the machines that know it. */
static double score(enum scheme scheme, size_t n_labels, size_t label, const double *decisions)
{
    double sum = 0;
    size_t machine = 0;
    if (scheme == SCHEME_ONE_VS_REST && n_labels > 2)
        return decisions[label];
    for (size_t i = 0; i < n_labels; i++)
        for (size_t j = i + 1; j < n_labels; j++, machine++)
            sum += label == i ? decisions[machine] : label == j ? -decisions[machine] : 0;
    return sum / (double)(n_labels - 1);
}

static void check_scheme(enum scheme scheme, size_t n_labels, struct random *random)
{
    struct scorer scorer;
    stance_error error;
    REQUIRE(scorer_init(&scorer, scheme, n_labels, N_TERMS, &error) == 0);
    fill_scorer(&scorer, random);
    double *decisions = memory_array(scorer.n_machines, sizeof *decisions);
    double *scores = memory_array(n_labels, sizeof *scores);
    REQUIRE(decisions != NULL && scores != NULL);
    for (unsigned one_in = 1; one_in <= 256; one_in *= 2) {
        struct vector_entry entries[N_TERMS];
        struct vector vector;
        double dense[N_TERMS];
        fill_vector(entries, &vector, dense, one_in, random);
        scorer_decide(&scorer, &vector, decisions);
        scheme_scores(scheme, n_labels, decisions, scores);
        for (size_t m = 0; m < scorer.n_machines; m++)
            CHECK_NEAR(decisions[m], decide(&scorer, m, dense), 1e-12);
        for (size_t k = 0; k < n_labels; k++)
            CHECK_NEAR(scores[k], score(scheme, n_labels, k, decisions), 1e-12);
    }
    free(decisions);
    free(scores);
    scorer_release(&scorer);
}

static void test_sums(void)
{
    struct random random;
    random_seed(&random, 1);
    for (size_t n_labels = 2; n_labels <= LABELS_MOST; n_labels++) {
        check_scheme(SCHEME_ONE_VS_REST, n_labels, &random);
        check_scheme(SCHEME_ONE_VS_ONE, n_labels, &random);
    }
}

const struct suite suite_scorer = {
    "diff/scorer",
    (const struct test[]){
        {"sparse sums are dense sums", test_sums},
        {NULL, NULL},
    },
};
