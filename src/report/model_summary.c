/* In: a model. Out: a page of text. Must not change or judge it. */
#include "report/model_summary.h"

#include "base/memory.h"
#include "feature/term.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

static void put_row(const char *key, struct buffer *out)
{
    buffer_append_format(out, "%-18s", key);
}

/* Keys come from the file. */
static void put_fact_key(const char *key, struct buffer *out)
{
    size_t start = out->length;
    escape_terminal(key, strlen(key), out);
    do
        buffer_append_char(out, ' ');
    while (out->length < start + 18 && !out->failed);
}

static void put_orders(const char *key, uint32_t min, uint32_t max, struct buffer *out)
{
    put_row(key, out);
    if (max == 0)
        buffer_append_string(out, "none\n");
    else
        buffer_append_format(out, "%u to %u\n", min, max);
}

static void put_recipe(const struct stance_model *model, struct buffer *out)
{
    const struct recipe *recipe = &model->recipe;
    put_row("labels", out);
    for (size_t k = 0; k < model->labels.count; k++) {
        buffer_append_string(out, k == 0 ? "" : ", ");
        escape_terminal(model->labels.names[k], strlen(model->labels.names[k]), out);
    }
    buffer_append_char(out, '\n');
    put_row("resting label", out);
    const char *resting =
        model->labels.resting == LABEL_ABSENT ? "none" : model->labels.names[model->labels.resting];
    escape_terminal(resting, strlen(resting), out);
    buffer_append_char(out, '\n');
    put_row("terms", out);
    buffer_append_format(out, "%u, each in %u or more of %llu texts\n",
                         model->vocabulary.terms.count, recipe->min_document_frequency,
                         (unsigned long long)model->vocabulary.document_count);
    put_orders("word n-grams", recipe->word_min, recipe->word_max, out);
    put_orders("character n-grams", recipe->char_min, recipe->char_max, out);
    put_row("weighting", out);
    buffer_append_format(out, "%s\n", weighting_name(recipe->weighting));
    put_row("machines", out);
    buffer_append_format(out, "%zu, %s\n", model->scorer.n_machines,
                         scheme_name(model->scorer.scheme));
    put_row("abstention", out);
    if (model->min_confidence > 0)
        buffer_append_format(out, "below a confidence of %.4f\n", model->min_confidence);
    else
        buffer_append_string(out, "never\n");
    put_row("boilerplate rules", out);
    buffer_append_format(out, "%zu\n", model->boilerplate.count);
    put_row("cues", out);
    buffer_append_format(out, "%zu\n", model->cues.count);
    put_row("token pattern", out);
    escape_terminal(recipe->token_pattern, strlen(recipe->token_pattern), out);
    buffer_append_char(out, '\n');
}

struct heavy {
    uint32_t term;
    double weight;
};

static int by_weight(const void *left, const void *right)
{
    const struct heavy *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->term > b->term) - (a->term < b->term);
}

/* What a term adds to a label's score, per unit of its value in the vector. */
static double weight_for(const struct stance_model *model, uint32_t term, size_t label,
                         double *decisions, double *scores)
{
    const struct scorer *scorer = &model->scorer;
    for (size_t m = 0; m < scorer->n_machines; m++)
        decisions[m] = (double)scorer->weights[term * scorer->n_machines + m];
    scheme_scores(scorer->scheme, scorer->n_labels, decisions, scores);
    return scores[label];
}

static void put_heaviest(const struct stance_model *model, size_t label, size_t top,
                         struct heavy *terms, double *decisions, double *scores, struct buffer *out)
{
    uint32_t count = model->vocabulary.terms.count;
    for (int b = 0; b < BLOCK_COUNT; b++) {
        size_t kept = 0;
        for (uint32_t t = 0; t < count; t++) {
            size_t length;
            if (term_block(intern_get(&model->vocabulary.terms, t, &length)) != (enum block)b)
                continue;
            terms[kept++] = (struct heavy){t, weight_for(model, t, label, decisions, scores)};
        }
        qsort(terms, kept, sizeof *terms, by_weight);
        buffer_append_format(out, "  %s ", block_name((enum block)b));
        for (size_t i = 0; i < kept && i < top; i++) {
            size_t length;
            const char *term = intern_get(&model->vocabulary.terms, terms[i].term, &length);
            buffer_append_string(out, i == 0 ? " " : " | ");
            escape_terminal(term + 1, length - 1, out);
            buffer_append_format(out, " %.2f", terms[i].weight);
        }
        buffer_append_string(out, kept == 0 ? " none\n" : "\n");
    }
}

int model_summary(const struct stance_model *model, size_t top, struct buffer *out,
                  stance_error *error)
{
    put_recipe(model, out);
    for (size_t i = 0; i < model->origin.count; i++) {
        put_fact_key(model->origin.facts[i].key, out);
        escape_terminal(model->origin.facts[i].value, strlen(model->origin.facts[i].value), out);
        buffer_append_char(out, '\n');
    }
    struct heavy *terms = memory_array(model->vocabulary.terms.count, sizeof *terms);
    double *decisions = memory_array(model->scorer.n_machines, sizeof *decisions);
    double *scores = memory_array(model->labels.count, sizeof *scores);
    bool ready = terms != NULL && decisions != NULL && scores != NULL;
    for (size_t k = 0; ready && top > 0 && k < model->labels.count; k++) {
        buffer_append_string(out, "\nheaviest for ");
        escape_terminal(model->labels.names[k], strlen(model->labels.names[k]), out);
        buffer_append_char(out, '\n');
        put_heaviest(model, k, top, terms, decisions, scores, out);
    }
    free(terms);
    free(decisions);
    free(scores);
    return ready && !out->failed ? 0 : error_no_memory(error);
}
