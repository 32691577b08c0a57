/* The nth allocation of a call of the library fails, for every n: it says so, and nothing leaks. */
#include "allocation.h"
#include "check.h"
#include "model/model_file.h"
#include "run.h"
#include "stance.h"
#include "train/dataset.h"

#define QUICK 150 /* allocations in all, where it is to be quick */

struct place {
    struct scratch scratch;
    stance_model *model;
};

/* What is done, again and again; returns what the library returned. */
struct deed {
    const char *name;
    int (*run)(struct place *place, stance_error *error);
};

static int load_model(struct place *place, stance_error *error)
{
    (void)place;
    stance_model *model;
    if (stance_model_load("stance", &model, error) != 0)
        return -1;
    stance_model_free(model);
    return 0;
}

static int classify(struct place *place, stance_error *error)
{
    static const char text[] = "The envoy denied “every” claim of the café: no evidence at all.";
    stance_classifier *classifier;
    stance_result result;
    if (stance_classifier_new(place->model, &classifier, error) != 0)
        return -1;
    int status = stance_classify(classifier, text, sizeof text - 1, &result, error);
    stance_classifier_free(classifier);
    return status;
}

static int save_model(struct place *place, stance_error *error)
{
    return model_save(place->model, scratch_path(&place->scratch, "model"), error);
}

static int load_rows(const char *path, stance_error *error)
{
    static const struct dataset_columns columns = {0};
    struct rejects rejects = {0};
    struct dataset dataset;
    if (dataset_load(&path, 1, &columns, NULL, &rejects, &dataset, error) != 0)
        return -1;
    CHECK_INT(dataset.count, 2); /* none was taken for a bad record */
    CHECK_INT(rejects.count, 1);
    dataset_release(&dataset);
    return 0;
}

static int load_tsv(struct place *place, stance_error *error)
{
    return load_rows(scratch_path(&place->scratch, "rows.tsv"), error);
}

static int load_csv(struct place *place, stance_error *error)
{
    return load_rows(scratch_path(&place->scratch, "rows.csv"), error);
}

static int load_jsonl(struct place *place, stance_error *error)
{
    return load_rows(scratch_path(&place->scratch, "rows.jsonl"), error);
}

static const struct deed deeds[] = {
    {"load a model", load_model}, {"classify", classify}, {"save a model", save_model},
    {"load TSV", load_tsv},       {"load CSV", load_csv}, {"load JSON lines", load_jsonl},
};

static void write_rows(struct scratch *scratch)
{
    static const struct {
        const char *name, *content;
    } files[] = {
        {"rows.tsv", "label\tgroup\ttext\na\t\tone\nb\nb\tx\tcaf\xe9\n"},
        {"rows.csv", "label,text\na,\"one\"\"\n1\"\nb,\"two\nb,\"three\"\n"},
        {"rows.jsonl",
         "{\"label\": \"a\", \"text\": \"one \\u00e9\", \"tags\": [1, {\"x\": 2.5}]}\n"
         "{\n{\"text\": \"two \\\"2\\\"\", \"label\": 17}\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        scratch_write(scratch, files[i].name, files[i].content, strlen(files[i].content));
}

static void fail_each(struct place *place, const struct deed *deed)
{
    stance_error error;
    allocation_fail(0);
    REQUIRE(deed->run(place, &error) == 0);
    size_t count = allocation_count(), live = allocation_live();
    size_t step = run_is_thorough() ? 1 : count / QUICK + 1, tried = 0, clean = 0;
    for (size_t number = 1; number <= count; number += step, tried++) {
        allocation_fail(number);
        int status = deed->run(place, &error);
        allocation_fail(0);
        clean += status != 0;
        CHECK(status == 0 || error.status == STANCE_NO_MEMORY);
        if (status != 0 && error.status != STANCE_NO_MEMORY)
            fprintf(stderr, "\n%s, allocation %zu: %s\n", deed->name, number, error.message);
        CHECK_INT(allocation_live(), live);
    }
    CHECK(clean > 0);
    printf("allocation faults in the library, %s: %zu of %zu tried, %zu clean errors, %zu done "
           "without\n",
           deed->name, tried, count, clean, tried - clean);
}

static void test_every_allocation(void)
{
    struct place place;
    stance_error error;
    allocation_spare_the_careless();
    scratch_make(&place.scratch);
    write_rows(&place.scratch);
    REQUIRE(stance_model_load("stance", &place.model, &error) == 0);
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
        fail_each(&place, &deeds[i]);
    stance_model_free(place.model);
    scratch_remove(&place.scratch);
}

const struct suite suite_library = {
    "fault/library",
    (const struct test[]){
        {"every allocation", test_every_allocation},
        {NULL, NULL},
    },
};
