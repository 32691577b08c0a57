/* A vector file against what the trainer uses: read as svm-train reads it, it holds the trainer's
 * vectors to the last bit, and libsvm learns from it the plane that the model holds. */
#include "report/svm_file.h"

#include "base/memory.h"
#include "check.h"
#include "corpus.h"
#include "train/prepare.h"

#include <libsvm/svm.h>
#include <stdlib.h>

#define N_ROWS 80

/* Weights of a model are floats, and libsvm stops at a tolerance: sums of a few hundred terms. */
#define TOLERANCE 1e-5

/* Accusations against everything else. */
static void load_rows(struct dataset *dataset)
{
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    random_seed(&random, 5);
    for (size_t i = 0; i < N_ROWS; i++) {
        const struct sentence *sentence = &corpus[i % corpus_count];
        const char *label = strcmp(sentence->label, "accusatory") == 0 ? "accusatory" : "other";
        const char *more = corpus[random_below(&random, (uint32_t)corpus_count)].text;
        buffer_append_format(&content, "%s\t%s %s\n", label, sentence->text, more);
    }
    corpus_load(&content, dataset);
    REQUIRE(dataset->labels.count == 2);
}

/* svm-train's way: a label, then pairs up to the end of the line, which ends with index -1. */
static struct svm_node *parse_row(char *line, double *label)
{
    size_t count = 0;
    for (const char *c = line; *c != '\0'; c++)
        count += *c == ':';
    struct svm_node *nodes = memory_array(count + 1, sizeof *nodes);
    REQUIRE(nodes != NULL);
    char *end;
    *label = strtod(line, &end);
    for (size_t i = 0; i < count; i++) {
        nodes[i].index = (int)strtol(end, &end, 10);
        REQUIRE(*end == ':');
        CHECK(i == 0 || nodes[i].index > nodes[i - 1].index);
        nodes[i].value = strtod(end + 1, &end);
    }
    CHECK_STRING(end, "\n");
    nodes[count].index = -1;
    return nodes;
}

static void check_row(const struct svm_node *nodes, const struct vector *vector)
{
    for (size_t e = 0; e < vector->count; e++) {
        REQUIRE(nodes[e].index == (int)vector->entries[e].term + 1);
        CHECK(nodes[e].value == vector->entries[e].value);
    }
    CHECK_INT(nodes[vector->count].index, -1);
}

static void be_silent(const char *message)
{
    (void)message;
}

static struct svm_model *learn(struct svm_problem *problem, const struct trainer_options *options)
{
    const struct svm_parameter parameter = {.svm_type = C_SVC,
                                            .kernel_type = LINEAR,
                                            .cache_size = 10,
                                            .eps = 1e-2, /* the trainer's */
                                            .C = options->cost};
    svm_set_print_string_function(be_silent);
    REQUIRE(svm_check_parameter(problem, &parameter) == NULL);
    struct svm_model *model = svm_train(problem, &parameter);
    REQUIRE(model != NULL);
    return model;
}

static void check_decisions(const struct svm_problem *problem, struct svm_model *learnt,
                            const struct scorer *scorer, const struct vector *vectors)
{
    int labels[2];
    svm_get_labels(learnt, labels);
    double sign = labels[0] == 1 ? 1 : -1; /* libsvm's first label is on the positive side */
    double apart = 0;
    for (size_t i = 0; i < N_ROWS; i++) {
        double theirs, ours;
        svm_predict_values(learnt, problem->x[i], &theirs);
        scorer_decide(scorer, &vectors[i], &ours);
        CHECK_NEAR(sign * theirs, ours, TOLERANCE);
        apart += fabs(ours);
    }
    CHECK(apart > N_ROWS / 4.0); /* there was something to compare */
}

static void test_vector_file(void)
{
    struct dataset dataset;
    struct prepared prepared;
    struct trainer_options options;
    struct cross_validation cv;
    stance_model *model;
    stance_error error;
    struct svm_node *x[N_ROWS];
    double y[N_ROWS];
    struct svm_problem problem = {N_ROWS, y, x};
    load_rows(&dataset);
    trainer_options_init(&options);
    options.solver = SOLVER_LIBSVM;
    options.n_folds = 2;
    REQUIRE(prepared_make(&dataset, &options, &prepared, &error) == 0);
    for (size_t i = 0; i < N_ROWS; i++) {
        struct buffer line = BUFFER_EMPTY;
        svm_row(dataset.rows[i].label + 1, &prepared.vectors[i], &line);
        x[i] = parse_row(line.data, &y[i]);
        CHECK(y[i] == (double)dataset.rows[i].label + 1);
        check_row(x[i], &prepared.vectors[i]);
        buffer_release(&line);
    }
    REQUIRE(trainer_run_prepared(&prepared, &options, NULL, &model, &cv, &error) == 0);
    struct svm_model *learnt = learn(&problem, &options);
    check_decisions(&problem, learnt, &model->scorer, prepared.vectors);
    svm_free_and_destroy_model(&learnt);
    for (size_t i = 0; i < N_ROWS; i++)
        free(x[i]);
    cross_validation_release(&cv);
    stance_model_free(model);
    prepared_release(&prepared);
    dataset_release(&dataset);
}

const struct suite suite_svm_file = {
    "diff/svm_file",
    (const struct test[]){
        {"a vector file is what the trainer uses", test_vector_file},
        {NULL, NULL},
    },
};
