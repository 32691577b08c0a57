/* Folded weights against libsvm's own predictions: the same problem is given to libsvm by the
 * solver and by this file, and what the folded weights say of vectors that neither has seen must be
 * what svm_predict_values() says. */
#include "base/memory.h"
#include "check.h"
#include "corpus.h"
#include "feature/featurizer.h"
#include "train/solver_libsvm.h"

#include <libsvm/svm.h>
#include <stdlib.h>

#define TOLERANCE   1e-9
#define GRAM_MEMORY ((size_t)1 << 30)

/* Training rows are vectors[rows[0 … count-1]]; the others are unseen. */
struct task {
    struct vector *vectors; /* [n_vectors] */
    size_t n_vectors;
    size_t n_terms;
    size_t *rows;       /* [count] */
    signed char *sides; /* [count] */
    size_t count;
    double *factors; /* [n_terms] */
};

static void task_init(struct task *task, size_t n_vectors, size_t count, size_t n_terms)
{
    *task = (struct task){memory_array(n_vectors, sizeof *task->vectors),
                          n_vectors,
                          n_terms,
                          memory_array(n_vectors, sizeof *task->rows),
                          memory_array(count, sizeof *task->sides),
                          count,
                          memory_array(n_terms, sizeof *task->factors)};
    REQUIRE(task->vectors != NULL && task->rows != NULL && task->sides != NULL &&
            task->factors != NULL);
}

static void task_release(struct task *task)
{
    for (size_t i = 0; i < task->n_vectors; i++)
        vector_release(&task->vectors[i]);
    free(task->vectors);
    free(task->rows);
    free(task->sides);
    free(task->factors);
}

static void vector_append(struct vector *vector, uint32_t term, double value)
{
    REQUIRE(memory_reserve(&vector->entries, &vector->capacity, vector->count + 1,
                           sizeof *vector->entries) == 0);
    vector->entries[vector->count++] = (struct vector_entry){term, value};
}

static void fill_factors(struct task *task, struct random *random)
{
    for (size_t t = 0; t < task->n_terms; t++)
        task->factors[t] = 3 * random_real(random) - 1.5; /* as naive-Bayes ratios: either sign */
    task->factors[0] = 0;
}

/* Sparse vectors of length 1, parted by a random plane with some rows on the wrong side. */
static void task_by_chance(struct task *task, uint64_t seed)
{
    enum { VECTORS = 150, COUNT = 100, TERMS = 60 };
    struct random random;
    double plane[TERMS];
    random_seed(&random, seed);
    task_init(task, VECTORS, COUNT, TERMS);
    for (size_t t = 0; t < TERMS; t++)
        plane[t] = random_real(&random) - 0.5;
    for (size_t i = 0; i < VECTORS; i++) {
        struct vector *vector = &task->vectors[i];
        double side = random_real(&random) - 0.5;
        for (uint32_t t = 0; t < TERMS; t++)
            if (random_below(&random, 5) == 0) {
                vector_append(vector, t, random_real(&random));
                side += vector->entries[vector->count - 1].value * plane[t] * 2;
            }
        double length = sqrt(vector_dot(vector, vector));
        for (size_t e = 0; e < vector->count; e++)
            vector->entries[e].value /= length;
        task->rows[i] = i;
        if (i < COUNT)
            task->sides[i] = side > 0 ? 1 : -1;
    }
    /* Vector 3 of the kernel need not be row 3: the unseen ones stand between the others. */
    random_shuffle(&random, task->rows, VECTORS);
    fill_factors(task, &random);
}

static void run_featurizer(struct featurizer *featurizer, const char *text,
                           struct vocabulary_counts *counts)
{
    stance_error error;
    int result = counts == NULL ? featurizer_run(featurizer, text, strlen(text), &error)
                                : featurizer_count(featurizer, text, strlen(text), counts, &error);
    REQUIRE(result == 0);
}

/* The sentences of the corpus: accusations and denials, every fourth of them unseen. */
static void task_of_texts(struct task *task)
{
    static const struct recipe recipe = {.word_min = 1,
                                         .word_max = 2,
                                         .char_min = 3,
                                         .char_max = 5,
                                         .min_document_frequency = 1,
                                         .weighting = WEIGHTING_TFIDF};
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    struct vocabulary vocabulary;
    struct featurizer counter, featurizer;
    struct pattern *pattern;
    struct random random;
    stance_error error;
    REQUIRE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN),
                            PATTERN_EXACT, "token pattern", &pattern, &error) == 0);
    REQUIRE(featurizer_init(&counter, &recipe, pattern, NULL, NULL, &error) == 0);
    for (size_t i = 0; i < corpus_count; i++)
        run_featurizer(&counter, corpus[i].text, &counts);
    REQUIRE(vocabulary_freeze(&counts, 1, 0, &vocabulary, &error) == 0);
    REQUIRE(featurizer_init(&featurizer, &recipe, pattern, NULL, &vocabulary, &error) == 0);
    task_init(task, corpus_count, corpus_count - corpus_count / 4, vocabulary.terms.count);
    size_t unseen = task->count, seen = 0;
    for (size_t i = 0; i < corpus_count; i++) {
        run_featurizer(&featurizer, corpus[i].text, NULL);
        for (size_t e = 0; e < featurizer.vector.count; e++)
            vector_append(&task->vectors[i], featurizer.vector.entries[e].term,
                          featurizer.vector.entries[e].value);
        if (i % 4 == 3) {
            task->rows[unseen++] = i;
            continue;
        }
        task->sides[seen] = strcmp(corpus[i].label, "accusatory") == 0 ? 1 : -1;
        task->rows[seen++] = i;
    }
    random_seed(&random, 9);
    fill_factors(task, &random);
    featurizer_release(&featurizer);
    featurizer_release(&counter);
    vocabulary_release(&vocabulary);
    vocabulary_counts_release(&counts);
    pattern_free(pattern);
}

/* ---- libsvm by itself ---- */

struct oracle {
    const struct task *task;
    const double *factors;
    bool precomputed;
    struct vector *scaled; /* [n_vectors] the vectors times the factors */
    struct svm_node **x;   /* [n_vectors] in the order of task->rows, the training rows first */
    double *y;             /* [count] */
    struct svm_model *model;
};

static void be_silent(const char *message)
{
    (void)message;
}

/* Row `row` for libsvm: { (0, row+1) (1, product with row 0) (2, product with row 1) … (-1) }, or
 * its terms, numbered from 1. */
static struct svm_node *make_nodes(const struct oracle *oracle, size_t row)
{
    const struct task *task = oracle->task;
    const struct vector *vector = &oracle->scaled[task->rows[row]];
    size_t length = oracle->precomputed ? task->count + 1 : vector->count;
    struct svm_node *nodes = memory_array(length + 1, sizeof *nodes);
    REQUIRE(nodes != NULL);
    if (oracle->precomputed) {
        nodes[0] = (struct svm_node){0, (double)row + 1};
        for (size_t j = 0; j < task->count; j++)
            nodes[j + 1] =
                (struct svm_node){(int)j + 1, vector_dot(vector, &oracle->scaled[task->rows[j]])};
    } else {
        for (size_t e = 0; e < vector->count; e++)
            nodes[e] =
                (struct svm_node){(int)vector->entries[e].term + 1, vector->entries[e].value};
    }
    nodes[length].index = -1;
    return nodes;
}

static void oracle_init(struct oracle *oracle, const struct task *task, const double *factors,
                        bool precomputed, const struct solver_options *options)
{
    *oracle = (struct oracle){task,
                              factors,
                              precomputed,
                              memory_array(task->n_vectors, sizeof *oracle->scaled),
                              memory_array(task->n_vectors, sizeof *oracle->x),
                              memory_array(task->count, sizeof *oracle->y),
                              NULL};
    REQUIRE(oracle->scaled != NULL && oracle->x != NULL && oracle->y != NULL);
    for (size_t i = 0; i < task->n_vectors; i++)
        for (size_t e = 0; e < task->vectors[i].count; e++) {
            struct vector_entry entry = task->vectors[i].entries[e];
            vector_append(&oracle->scaled[i], entry.term,
                          entry.value * (factors == NULL ? 1 : factors[entry.term]));
        }
    for (size_t i = 0; i < task->n_vectors; i++)
        oracle->x[i] = make_nodes(oracle, i);
    for (size_t i = 0; i < task->count; i++)
        oracle->y[i] = task->sides[i];
    int weight_label[] = {1, -1};
    double weight[] = {options->positive_weight, options->negative_weight};
    struct svm_problem problem = {(int)task->count, oracle->y, oracle->x};
    struct svm_parameter parameter = {.svm_type = C_SVC,
                                      .kernel_type = precomputed ? PRECOMPUTED : LINEAR,
                                      .cache_size = 100,
                                      .eps = options->tolerance,
                                      .C = options->cost,
                                      .nr_weight = 2,
                                      .weight_label = weight_label,
                                      .weight = weight,
                                      .shrinking = 0};
    svm_set_print_string_function(be_silent);
    REQUIRE(svm_check_parameter(&problem, &parameter) == NULL);
    oracle->model = svm_train(&problem, &parameter);
}

static void oracle_release(struct oracle *oracle)
{
    svm_free_and_destroy_model(&oracle->model);
    for (size_t i = 0; i < oracle->task->n_vectors; i++) {
        vector_release(&oracle->scaled[i]);
        free(oracle->x[i]);
    }
    free(oracle->scaled);
    free(oracle->x);
    free(oracle->y);
}

/* +1 or -1: libsvm is positive for the class of its first label. */
static double oracle_sign(const struct oracle *oracle)
{
    int labels[2];
    svm_get_labels(oracle->model, labels);
    return labels[0];
}

static double oracle_decide(const struct oracle *oracle, size_t row)
{
    double decision;
    svm_predict_values(oracle->model, oracle->x[row], &decision);
    return oracle_sign(oracle) * decision;
}

/* ---- folded ---- */

struct folded {
    double *coefficients; /* [count] */
    double *weights;      /* [n_terms] */
    double bias;
};

static void folded_init(struct folded *folded, const struct task *task)
{
    *folded = (struct folded){memory_array(task->count, sizeof *folded->coefficients),
                              memory_array(task->n_terms, sizeof *folded->weights), 0};
    REQUIRE(folded->coefficients != NULL && folded->weights != NULL);
}

static void folded_release(struct folded *folded)
{
    free(folded->coefficients);
    free(folded->weights);
}

static void solve(const struct task *task, const double *factors, bool precomputed, size_t threads,
                  const struct solver_options *options, struct folded *folded)
{
    struct kernel *kernel;
    stance_error error;
    size_t *members = memory_array(task->count, sizeof *members);
    REQUIRE(members != NULL);
    for (size_t i = 0; i < task->count; i++)
        members[i] = i;
    folded_init(folded, task);
    for (size_t i = 0; i < task->count; i++)
        folded->coefficients[i] = NAN; /* all of them are to be filled */
    REQUIRE(kernel_new(task->vectors, task->rows, task->count, task->n_terms, factors,
                       precomputed ? GRAM_MEMORY : 0, threads, &kernel, &error) == 0);
    REQUIRE(solver_libsvm_train(kernel, members, task->sides, task->count, options,
                                folded->coefficients, &folded->bias, &error) == 0);
    kernel_free(kernel);
    solver_fold(task->vectors, task->rows, folded->coefficients, task->count, task->n_terms,
                factors, folded->weights);
    free(members);
}

/* The coefficients of libsvm's own model. */
static void fold_oracle(const struct oracle *oracle, struct folded *folded)
{
    const struct task *task = oracle->task;
    const struct svm_model *model = oracle->model;
    folded_init(folded, task);
    for (int s = 0; s < model->l; s++)
        folded->coefficients[model->sv_indices[s] - 1] = oracle_sign(oracle) * model->sv_coef[0][s];
    folded->bias = -oracle_sign(oracle) * model->rho[0];
    solver_fold(task->vectors, task->rows, folded->coefficients, task->count, task->n_terms,
                oracle->factors, folded->weights);
}

static double decide(const struct folded *folded, const struct vector *vector)
{
    double sum = folded->bias;
    for (size_t e = 0; e < vector->count; e++)
        sum += vector->entries[e].value * folded->weights[vector->entries[e].term];
    return sum;
}

/* ---- one against the other ---- */

static void check_same(const struct task *task, const double *factors, bool precomputed)
{
    static const struct solver_options options[] = {
        {1, 1e-3, 1, 1}, {0.05, 1e-3, 1, 1}, {10, 1e-4, 0.5, 2}};
    for (size_t o = 0; o < sizeof options / sizeof options[0]; o++) {
        struct oracle oracle;
        struct folded ours, theirs;
        size_t right = 0;
        oracle_init(&oracle, task, factors, precomputed, &options[o]);
        solve(task, factors, precomputed, 1 + o, &options[o], &ours);
        fold_oracle(&oracle, &theirs);
        for (size_t i = 0; i < task->count; i++)
            CHECK_NEAR(ours.coefficients[i], theirs.coefficients[i], TOLERANCE);
        for (size_t i = 0; i < task->n_vectors; i++) {
            const struct vector *vector = &task->vectors[task->rows[i]];
            double expected = oracle_decide(&oracle, i);
            CHECK_NEAR(decide(&ours, vector), expected, TOLERANCE);
            CHECK_NEAR(decide(&theirs, vector), expected, TOLERANCE);
            right += i < task->count && (expected > 0) == (task->sides[i] > 0);
        }
        CHECK(2 * right > task->count); /* and something was learnt */
        folded_release(&ours);
        folded_release(&theirs);
        oracle_release(&oracle);
    }
}

/* libsvm's sign depends on the side of the first row. */
static void turn_sides(struct task *task)
{
    for (size_t i = 0; i < task->count; i++)
        task->sides[i] = (signed char)-task->sides[i];
}

static void check_task(struct task *task)
{
    for (int turned = 0; turned <= 1; turned++) {
        for (int precomputed = 0; precomputed <= 1; precomputed++) {
            check_same(task, NULL, precomputed);
            check_same(task, task->factors, precomputed);
        }
        turn_sides(task);
    }
}

static void test_random_vectors(void)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct task task;
        task_by_chance(&task, seed);
        check_task(&task);
        task_release(&task);
    }
}

static void test_texts(void)
{
    struct task task;
    task_of_texts(&task);
    check_task(&task);
    task_release(&task);
}

/* A part of a kernel's rows, as cross-validation takes it, is the problem of these rows alone. */
static void test_part_of_a_kernel(void)
{
    struct task task, part;
    stance_error error;
    static const struct solver_options options = {1, 1e-3, 1, 1};
    task_by_chance(&task, 7);
    for (int precomputed = 0; precomputed <= 1; precomputed++) {
        struct kernel *kernel;
        struct folded ours, alone;
        size_t *members = memory_array(task.count, sizeof *members);
        REQUIRE(members != NULL);
        part = task;
        part.count = 0;
        part.rows = memory_array(task.n_vectors, sizeof *part.rows);
        part.sides = memory_array(task.count, sizeof *part.sides);
        REQUIRE(part.rows != NULL && part.sides != NULL);
        for (size_t i = task.count; i-- > 0;) {
            if (i % 3 == 0)
                continue;
            members[part.count] = i;
            part.rows[part.count] = task.rows[i];
            part.sides[part.count++] = task.sides[i];
        }
        REQUIRE(kernel_new(task.vectors, task.rows, task.count, task.n_terms, NULL,
                           precomputed ? GRAM_MEMORY : 0, 2, &kernel, &error) == 0);
        folded_init(&ours, &part);
        REQUIRE(solver_libsvm_train(kernel, members, part.sides, part.count, &options,
                                    ours.coefficients, &ours.bias, &error) == 0);
        solver_fold(task.vectors, part.rows, ours.coefficients, part.count, task.n_terms, NULL,
                    ours.weights);
        solve(&part, NULL, precomputed, 1, &options, &alone);
        for (size_t i = 0; i < task.n_vectors; i++)
            CHECK_NEAR(decide(&ours, &task.vectors[i]), decide(&alone, &task.vectors[i]), 0);
        kernel_free(kernel);
        folded_release(&ours);
        folded_release(&alone);
        free(members);
        free(part.rows);
        free(part.sides);
    }
    task_release(&task);
}

/* Threads share the work on a Gram matrix; they must not change a bit of it. */
static void test_threads_do_not_matter(void)
{
    static const struct solver_options options = {1, 1e-3, 1, 1};
    struct task task;
    struct folded one, more;
    task_of_texts(&task);
    solve(&task, task.factors, true, 1, &options, &one);
    for (size_t threads = 2; threads <= 4; threads++) {
        solve(&task, task.factors, true, threads, &options, &more);
        CHECK(memcmp(one.weights, more.weights, task.n_terms * sizeof(double)) == 0);
        CHECK(memcmp(&one.bias, &more.bias, sizeof one.bias) == 0);
        folded_release(&more);
    }
    folded_release(&one);
    task_release(&task);
}

static void test_what_libsvm_refuses(void)
{
    static const struct {
        struct solver_options options;
        const char *message;
    } bad[] = {
        {{0, 1e-3, 1, 1}, "libsvm: C <= 0"},
        {{1, 0, 1, 1}, "libsvm: eps <= 0"},
    };
    struct task task;
    struct kernel *kernel;
    stance_error error;
    task_by_chance(&task, 1);
    double *coefficients = memory_array(task.count, sizeof *coefficients), bias;
    size_t *members = memory_array(task.count, sizeof *members);
    REQUIRE(coefficients != NULL && members != NULL);
    REQUIRE(kernel_new(task.vectors, task.rows, task.count, task.n_terms, NULL, GRAM_MEMORY, 1,
                       &kernel, &error) == 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_INT(solver_libsvm_train(kernel, members, task.sides, task.count, &bad[i].options,
                                      coefficients, &bias, &error),
                  -1);
        CHECK_INT(error.status, STANCE_ARGUMENT);
        CHECK_STRING(error.message, bad[i].message);
    }
    kernel_free(kernel);
    kernel_free(NULL);
    free(coefficients);
    free(members);
    task_release(&task);
}

const struct suite suite_folded_weights = {
    "diff/folded_weights",
    (const struct test[]){
        {"random vectors", test_random_vectors},
        {"texts", test_texts},
        {"a part of a kernel", test_part_of_a_kernel},
        {"threads do not matter", test_threads_do_not_matter},
        {"what libsvm refuses", test_what_libsvm_refuses},
        {NULL, NULL},
    },
};
