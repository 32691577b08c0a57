/* In: a model. Out: a page, or JSON. Must not change or judge it. */
#include "report/model_summary.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "feature/term.h"
#include "report/escape.h"
#include "report/feature_name.h"

#include <stdlib.h>
#include <string.h>

#define HEAVIEST_INDENT 12

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

static void put_record(const struct stance_model *model, struct buffer *out)
{
    for (size_t i = 0; i < model->origin.count; i++) {
        put_fact_key(model->origin.facts[i].key, out);
        escape_terminal(model->origin.facts[i].value, strlen(model->origin.facts[i].value), out);
        buffer_append_char(out, '\n');
    }
}

/* ---- what the weights say ---- */

struct heavy {
    uint32_t term;
    double weight;
};

/* Room to work in, and what was found last. */
struct findings {
    const struct stance_model *model;
    struct heavy *terms; /* [count] those that speak for a label, the heaviest first */
    size_t count;
    double *scores;    /* [n_labels] */
    double *decisions; /* [n_machines] */
};

static void findings_release(struct findings *findings)
{
    free(findings->terms);
    free(findings->scores);
    free(findings->decisions);
}

static int findings_init(struct findings *findings, const struct stance_model *model,
                         stance_error *error)
{
    *findings = (struct findings){
        .model = model,
        .terms = memory_array(model->vocabulary.terms.count, sizeof *findings->terms),
        .scores = memory_array(model->labels.count, sizeof *findings->scores),
        .decisions = memory_array(model->scorer.n_machines, sizeof *findings->decisions)};
    if (findings->terms != NULL && findings->scores != NULL && findings->decisions != NULL)
        return 0;
    findings_release(findings);
    return error_no_memory(error);
}

static int by_weight(const void *left, const void *right)
{
    const struct heavy *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->term > b->term) - (a->term < b->term);
}

static enum contribution_kind kind_of(const char *term, size_t length)
{
    switch (term_block(term)) {
    case BLOCK_WORD:
        return memchr(term, ' ', length) == NULL ? CONTRIBUTION_WORD : CONTRIBUTION_NGRAM;
    case BLOCK_CHAR:
        return CONTRIBUTION_CHARS;
    case BLOCK_CUE:
    case BLOCK_COUNT:
        break;
    }
    return CONTRIBUTION_CUE;
}

/* What a term adds to a label's score, per unit of its value in the vector. */
static double weight_for(struct findings *findings, uint32_t term, size_t label)
{
    const struct scorer *scorer = &findings->model->scorer;
    for (size_t m = 0; m < scorer->n_machines; m++)
        findings->decisions[m] = (double)scorer->weights[term * scorer->n_machines + m];
    scheme_scores(scorer->scheme, scorer->n_labels, findings->decisions, findings->scores);
    return findings->scores[label];
}

static void find_heaviest(struct findings *findings, size_t label, enum contribution_kind kind,
                          size_t top)
{
    const struct intern *terms = &findings->model->vocabulary.terms;
    findings->count = 0;
    for (uint32_t t = 0; t < terms->count; t++) {
        size_t length;
        const char *term = intern_get(terms, t, &length);
        double weight = kind_of(term, length) == kind ? weight_for(findings, t, label) : 0;
        if (weight > 0)
            findings->terms[findings->count++] = (struct heavy){t, weight};
    }
    if (findings->count > 0)
        qsort(findings->terms, findings->count, sizeof *findings->terms, by_weight);
    if (findings->count > top)
        findings->count = top;
}

/* The name of a found term, without its first byte, which names the block. */
static const char *found_name(const struct findings *findings, size_t index, size_t *length)
{
    const char *term =
        intern_get(&findings->model->vocabulary.terms, findings->terms[index].term, length);
    *length -= 1;
    return term + 1;
}

/* The scores of a text without a feature. */
static const double *find_bias(struct findings *findings)
{
    const struct scorer *scorer = &findings->model->scorer;
    scheme_scores(scorer->scheme, scorer->n_labels, scorer->bias, findings->scores);
    return findings->scores;
}

/* ---- for people ---- */

static void put_found(const struct findings *findings, enum contribution_kind kind,
                      const struct terminal *terminal, struct buffer *out)
{
    struct buffer item = BUFFER_EMPTY;
    size_t column = HEAVIEST_INDENT;
    buffer_append_format(out, "  %-*s", HEAVIEST_INDENT - 2, feature_kind_plain(kind));
    for (size_t i = 0; i < findings->count; i++) {
        size_t length;
        const char *name = found_name(findings, i, &length);
        buffer_reset(&item);
        if (kind == CONTRIBUTION_CHARS)
            feature_put_spelling(name, length, &item);
        else
            escape_terminal(name, length, &item);
        buffer_append_format(&item, " %.2f%s", findings->terms[i].weight,
                             i + 1 < findings->count ? "," : "");
        size_t width = item.failed ? 0 : utf8_count(item.data, item.length);
        bool wraps = i > 0 && column + 1 + width >= terminal->width;
        if (wraps)
            buffer_append_format(out, "\n%*s", HEAVIEST_INDENT, "");
        else
            buffer_append_string(out, i == 0 ? "" : " ");
        column = (wraps ? HEAVIEST_INDENT : column + (i > 0)) + width;
        buffer_append(out, item.data, item.length);
        out->failed = out->failed || item.failed;
    }
    buffer_append_string(out, findings->count == 0 ? "none\n" : "\n");
    buffer_release(&item);
}

static void put_calibration(struct findings *findings, struct buffer *out)
{
    const struct stance_model *model = findings->model;
    const double *bias = find_bias(findings);
    buffer_append_string(out, "\nfrom scores to probabilities: each label's share of exp(slope * "
                              "score + offset)\n    bias   slope  offset\n");
    for (size_t k = 0; k < model->labels.count; k++) {
        buffer_append_format(out, "%8.3f%8.3f%8.3f  ", bias[k], model->calibration.slope[k],
                             model->calibration.offset[k]);
        escape_terminal(model->labels.names[k], strlen(model->labels.names[k]), out);
        buffer_append_char(out, '\n');
    }
}

int model_summary_text(const struct stance_model *model, const struct terminal *terminal,
                       size_t top, struct buffer *out, stance_error *error)
{
    struct findings findings;
    if (findings_init(&findings, model, error) != 0)
        return -1;
    put_recipe(model, out);
    put_record(model, out);
    put_calibration(&findings, out);
    for (size_t k = 0; top > 0 && k < model->labels.count; k++) {
        buffer_append_string(out, "\nheaviest for ");
        escape_terminal(model->labels.names[k], strlen(model->labels.names[k]), out);
        buffer_append_char(out, '\n');
        for (int kind = 0; kind < CONTRIBUTION_KINDS; kind++) {
            find_heaviest(&findings, k, (enum contribution_kind)kind, top);
            put_found(&findings, (enum contribution_kind)kind, terminal, out);
        }
    }
    findings_release(&findings);
    return out->failed ? error_no_memory(error) : 0;
}

/* ---- for programs ---- */

static void put_json_string(const char *string, struct buffer *out)
{
    escape_json(string, strlen(string), out);
}

static void put_orders_json(const char *key, uint32_t min, uint32_t max, struct buffer *out)
{
    if (max == 0)
        buffer_append_format(out, ", \"%s\": null", key);
    else
        buffer_append_format(out, ", \"%s\": [%u, %u]", key, min, max);
}

static void put_names_json(const char *key, const struct pattern_list *list, struct buffer *out)
{
    buffer_append_format(out, ", \"%s\": [", key);
    for (size_t i = 0; i < list->count; i++) {
        buffer_append_string(out, i == 0 ? "" : ", ");
        put_json_string(list->items[i].name, out);
    }
    buffer_append_char(out, ']');
}

static void put_recipe_json(const struct stance_model *model, struct buffer *out)
{
    const struct recipe *recipe = &model->recipe;
    const struct labels *labels = &model->labels;
    buffer_append_string(out, "{\"labels\": [");
    for (size_t k = 0; k < labels->count; k++) {
        buffer_append_string(out, k == 0 ? "" : ", ");
        put_json_string(labels->names[k], out);
    }
    buffer_append_string(out, "], \"resting_label\": ");
    if (labels->resting == LABEL_ABSENT)
        buffer_append_string(out, "null");
    else
        put_json_string(labels->names[labels->resting], out);
    buffer_append_format(out, ", \"terms\": %u, \"texts\": %llu, \"min_document_frequency\": %u",
                         model->vocabulary.terms.count,
                         (unsigned long long)model->vocabulary.document_count,
                         recipe->min_document_frequency);
    put_orders_json("words", recipe->word_min, recipe->word_max, out);
    put_orders_json("chars", recipe->char_min, recipe->char_max, out);
    buffer_append_format(out,
                         ", \"weighting\": \"%s\", \"scheme\": \"%s\", \"machines\": %zu, "
                         "\"min_confidence\": %.6f",
                         weighting_name(recipe->weighting), scheme_name(model->scorer.scheme),
                         model->scorer.n_machines, model->min_confidence);
    put_names_json("boilerplate_rules", &model->boilerplate, out);
    put_names_json("cues", &model->cues, out);
    buffer_append_string(out, ", \"token_pattern\": ");
    put_json_string(recipe->token_pattern, out);
}

static void put_record_json(const struct stance_model *model, struct buffer *out)
{
    buffer_append_string(out, ", \"record\": {");
    for (size_t i = 0; i < model->origin.count; i++) {
        buffer_append_string(out, i == 0 ? "" : ", ");
        put_json_string(model->origin.facts[i].key, out);
        buffer_append_string(out, ": ");
        put_json_string(model->origin.facts[i].value, out);
    }
    buffer_append_char(out, '}');
}

static void put_calibration_json(struct findings *findings, struct buffer *out)
{
    const struct stance_model *model = findings->model;
    const double *bias = find_bias(findings);
    buffer_append_string(out, ", \"calibration\": {");
    for (size_t k = 0; k < model->labels.count; k++) {
        buffer_append_string(out, k == 0 ? "" : ", ");
        put_json_string(model->labels.names[k], out);
        buffer_append_format(out, ": {\"bias\": %.12g, \"slope\": %.12g, \"offset\": %.12g}",
                             bias[k], model->calibration.slope[k], model->calibration.offset[k]);
    }
    buffer_append_char(out, '}');
}

static void put_found_json(const struct findings *findings, enum contribution_kind kind,
                           struct buffer *out)
{
    buffer_append_format(out, "%s\"%s\": [", kind == 0 ? "" : ", ", contribution_kind_name(kind));
    for (size_t i = 0; i < findings->count; i++) {
        size_t length;
        const char *name = found_name(findings, i, &length);
        buffer_append_string(out, i == 0 ? "{\"term\": " : ", {\"term\": ");
        escape_json(name, length, out);
        buffer_append_format(out, ", \"weight\": %.6f}", findings->terms[i].weight);
    }
    buffer_append_char(out, ']');
}

int model_summary_json(const struct stance_model *model, size_t top, struct buffer *out,
                       stance_error *error)
{
    struct findings findings;
    if (findings_init(&findings, model, error) != 0)
        return -1;
    put_recipe_json(model, out);
    put_record_json(model, out);
    put_calibration_json(&findings, out);
    buffer_append_string(out, ", \"heaviest\": {");
    for (size_t k = 0; k < model->labels.count; k++) {
        buffer_append_string(out, k == 0 ? "" : ", ");
        put_json_string(model->labels.names[k], out);
        buffer_append_string(out, ": {");
        for (int kind = 0; kind < CONTRIBUTION_KINDS; kind++) {
            find_heaviest(&findings, k, (enum contribution_kind)kind, top);
            put_found_json(&findings, (enum contribution_kind)kind, out);
        }
        buffer_append_char(out, '}');
    }
    buffer_append_string(out, "}}\n");
    findings_release(&findings);
    return out->failed ? error_no_memory(error) : 0;
}
