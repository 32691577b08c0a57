#include "model/scorer.h"

#include "check.h"

static void test_machine_counts(void)
{
    static const struct {
        size_t labels, rest, pairs;
    } cases[] = {{2, 1, 1}, {3, 3, 3}, {4, 4, 6}, {10, 10, 45}, {1000, 1000, 499500}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_INT(scheme_machine_count(SCHEME_ONE_VS_REST, cases[i].labels), cases[i].rest);
        CHECK_INT(scheme_machine_count(SCHEME_ONE_VS_ONE, cases[i].labels), cases[i].pairs);
    }
}

static void test_machines(void)
{
    static const size_t pairs[][2] = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
    for (size_t m = 0; m < 6; m++) {
        struct machine machine = scheme_machine(SCHEME_ONE_VS_ONE, 4, m);
        CHECK_INT(machine.positive, pairs[m][0]);
        CHECK_INT(machine.negative, pairs[m][1]);
    }
    for (size_t m = 0; m < 4; m++) {
        struct machine machine = scheme_machine(SCHEME_ONE_VS_REST, 4, m);
        CHECK_INT(machine.positive, m);
        CHECK(machine.negative == MACHINE_REST);
    }
    for (int scheme = SCHEME_ONE_VS_REST; scheme <= SCHEME_ONE_VS_ONE; scheme++) {
        struct machine machine = scheme_machine((enum scheme)scheme, 2, 0);
        CHECK_INT(machine.positive, 0);
        CHECK_INT(machine.negative, 1);
    }
    CHECK_STRING(scheme_name(SCHEME_ONE_VS_REST), "one-vs-rest");
    CHECK_STRING(scheme_name(SCHEME_ONE_VS_ONE), "one-vs-one");
}

static const struct {
    enum scheme scheme;
    size_t n_labels;
    double decisions[6];
    double scores[4];
} cases[] = {
    {SCHEME_ONE_VS_REST, 2, {0.5}, {0.5, -0.5}},
    {SCHEME_ONE_VS_ONE, 2, {-2}, {-2, 2}},
    {SCHEME_ONE_VS_REST, 3, {1, -2, 0.25}, {1, -2, 0.25}},
    {SCHEME_ONE_VS_ONE, 3, {1, 2, -4}, {1.5, -2.5, 1}}, /* 01 02 12, halved */
    {SCHEME_ONE_VS_ONE, 4, {3, 3, 3, 6, -6, 0}, {3, -1, -3, 1}},
};

static void test_scores(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double scores[4];
        scheme_scores(cases[i].scheme, cases[i].n_labels, cases[i].decisions, scores);
        for (size_t k = 0; k < cases[i].n_labels; k++)
            CHECK_NEAR(scores[k], cases[i].scores[k], 1e-15);
    }
}

static void test_decisions(void)
{
    struct scorer scorer;
    stance_error error;
    double decisions[3] = {7, 7, 7};
    struct vector_entry entries[] = {{0, 2}, {3, -1}};
    struct vector vector = {entries, 2, 2}, empty = VECTOR_EMPTY;
    REQUIRE(scorer_init(&scorer, SCHEME_ONE_VS_REST, 3, 4, &error) == 0);
    CHECK_INT(scorer.n_machines, 3);
    scorer_decide(&scorer, &vector, decisions);
    for (size_t m = 0; m < 3; m++)
        CHECK_NEAR(decisions[m], 0, 0);
    for (size_t i = 0; i < 12; i++) /* weights 0 1 2 | 3 4 5 | 6 7 8 | 9 10 11 */
        scorer.weights[i] = (float)i;
    scorer.bias[1] = 0.5;
    scorer_decide(&scorer, &vector, decisions);
    CHECK_NEAR(decisions[0], -9, 0);
    CHECK_NEAR(decisions[1], -7.5, 0);
    CHECK_NEAR(decisions[2], -7, 0);
    scorer_decide(&scorer, &empty, decisions);
    CHECK_NEAR(decisions[0], 0, 0);
    CHECK_NEAR(decisions[1], 0.5, 0);
    scorer_release(&scorer);
    CHECK(scorer.weights == NULL);
}

static void test_too_many_machines(void)
{
    stance_error error;
    CHECK_INT(scheme_check(SCHEME_ONE_VS_REST, 1000, &error), 0);
    CHECK_INT(scheme_check(SCHEME_ONE_VS_ONE, 200, &error), 0);
    CHECK_INT(scheme_check(SCHEME_ONE_VS_ONE, 201, &error), -1);
    CHECK_INT(error.status, STANCE_ARGUMENT);
    CHECK_STRING(error.message,
                 "one-vs-one of 201 labels asks for 20100 machines; 20000 are possible");
}

const struct suite suite_scorer = {
    "model/scorer",
    (const struct test[]){
        {"numbers of machines", test_machine_counts},
        {"machines in order", test_machines},
        {"scores from decisions", test_scores},
        {"decisions from weights", test_decisions},
        {"too many machines", test_too_many_machines},
        {NULL, NULL},
    },
};
