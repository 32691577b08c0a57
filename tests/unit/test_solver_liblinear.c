#include "check.h"
#include "train/solver_liblinear.h"

#define N_TERMS 3

/* Six texts over three terms: term 0 stands on the one side, term 1 on the other, term 2 on both.
 */
static struct vector_entry entries[][2] = {
    {{0, 0.8}, {2, 0.6}}, {{0, 1.0}, {2, 0.1}}, {{0, 0.9}, {2, 0.4}},
    {{1, 0.8}, {2, 0.6}}, {{1, 1.0}, {2, 0.2}}, {{1, 0.7}, {2, 0.7}},
};

static const struct vector vectors[] = {
    {entries[0], 2, 2}, {entries[1], 2, 2}, {entries[2], 2, 2},
    {entries[3], 2, 2}, {entries[4], 2, 2}, {entries[5], 2, 2},
};

static const size_t rows[] = {0, 1, 2, 3, 4, 5};
static const struct solver_options options = {1, 1e-6, 1, 1};

static double decide(size_t row, const double *weights, double bias)
{
    double sum = bias;
    for (size_t e = 0; e < vectors[row].count; e++)
        sum += weights[vectors[row].entries[e].term] * vectors[row].entries[e].value;
    return sum;
}

static int train(const signed char *sides, const double *factors, const struct solver_options *how,
                 double *weights, double *bias, stance_error *error)
{
    struct linear_rows *made;
    REQUIRE(linear_rows_new(vectors, NULL, 6, N_TERMS, factors, &made, error) == 0);
    int result = solver_liblinear_train(made, rows, sides, 6, how, weights, bias, error);
    linear_rows_free(made);
    return result;
}

static void train_sides(const signed char *sides, const double *factors, double *weights,
                        double *bias)
{
    stance_error error;
    REQUIRE(train(sides, factors, &options, weights, bias, &error) == 0);
    for (size_t t = 0; factors != NULL && t < N_TERMS; t++)
        weights[t] *= factors[t];
    for (size_t i = 0; i < 6; i++)
        CHECK((decide(i, weights, *bias) > 0) == (sides[i] > 0));
}

static void test_either_side_first(void)
{
    static const signed char first[] = {1, 1, 1, -1, -1, -1}, second[] = {-1, -1, -1, 1, 1, 1};
    double weights[N_TERMS], turned[N_TERMS], bias, turned_bias;
    train_sides(first, NULL, weights, &bias);
    train_sides(second, NULL, turned, &turned_bias);
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(turned[t], -weights[t], 1e-6);
    CHECK_NEAR(turned_bias, -bias, 1e-6);
    CHECK(weights[0] > 0.3 && weights[1] < -0.3);
}

/* Factors f give the machine of the vectors f∘x, in weights for x: so f = 1 changes nothing, and a
 * term with the factor 0 weighs nothing. */
static void test_factors(void)
{
    static const signed char sides[] = {1, 1, 1, -1, -1, -1};
    static const double ones[] = {1, 1, 1}, without[] = {1, 1, 0};
    double weights[N_TERMS], again[N_TERMS], bias, again_bias;
    train_sides(sides, NULL, weights, &bias);
    train_sides(sides, ones, again, &again_bias);
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(again[t], weights[t], 0);
    train_sides(sides, without, again, &again_bias);
    CHECK_NEAR(again[2], 0, 0);
}

/* The primal optimum, L2-regularised with squared hinge: w = 2C * sum of max(0, 1 - y d) y x. */
static void test_optimum(void)
{
    static const signed char sides[] = {1, -1, 1, -1, -1, 1}; /* not separable by term 0 */
    double weights[N_TERMS], bias;
    stance_error error;
    REQUIRE(train(sides, NULL, &options, weights, &bias, &error) == 0);
    double expected[N_TERMS] = {0}, expected_bias = 0;
    for (size_t i = 0; i < 6; i++) {
        double slack = 1 - sides[i] * decide(i, weights, bias);
        double pull = slack > 0 ? 2 * options.cost * slack * sides[i] : 0;
        expected_bias += pull;
        for (size_t e = 0; e < vectors[i].count; e++)
            expected[vectors[i].entries[e].term] += pull * vectors[i].entries[e].value;
    }
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(weights[t], expected[t], 1e-4);
    CHECK_NEAR(bias, expected_bias, 1e-4);
}

static void test_options_without_sense(void)
{
    static const signed char sides[] = {1, 1, 1, -1, -1, -1};
    struct solver_options none = {0, 1e-3, 1, 1};
    double weights[N_TERMS], bias;
    stance_error error;
    CHECK_INT(train(sides, NULL, &none, weights, &bias, &error), -1);
    CHECK_INT(error.status, STANCE_ARGUMENT);
    CHECK_STRING(error.message, "LIBLINEAR: C <= 0");
}

const struct suite suite_solver_liblinear = {
    "train/solver_liblinear",
    (const struct test[]){
        {"either side first", test_either_side_first},
        {"factors", test_factors},
        {"the optimum", test_optimum},
        {"options without sense", test_options_without_sense},
        {NULL, NULL},
    },
};
