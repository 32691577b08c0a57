/* In: an explanation. Out: a page, or JSON. Must not judge it. */
#include "report/explanation.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "report/escape.h"
#include "report/feature_name.h"
#include "report/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INDENT       4
#define WEIGHT_WIDTH 7
#define WEIGHT_LEAST 0.005 /* what is less would be shown as 0.00 */
#define KIND_WIDTH   8
#define QUOTE_MAX    44 /* bytes of a cue's match that are shown */

static const char *name_of(const struct told *told, size_t label)
{
    return told->model->labels.names[label];
}

/* The rule that made a paragraph boilerplate, or NULL. */
static const char *rule_name(const struct told *told)
{
    const struct explanation *explanation = told->explanation;
    const struct pattern_list *rules = &told->model->boilerplate;
    return explanation->ground == GROUND_RULE && explanation->rule < rules->count
               ? rules->items[explanation->rule].name
               : NULL;
}

static void put_plain(const char *text, struct buffer *out)
{
    escape_terminal(text, strlen(text), out);
}

/* ---- for people: the paragraph ---- */

static enum style style_of(const struct told *told, size_t label)
{
    return style_of_label(label, told->model->labels.resting);
}

static void put_styled_label(const struct told *told, const struct terminal *terminal, size_t label,
                             struct buffer *out)
{
    struct buffer name = BUFFER_EMPTY;
    put_plain(name_of(told, label), &name);
    terminal_put(terminal, style_of(told, label), name.failed ? "" : name.data, out);
    out->failed = out->failed || name.failed;
    buffer_release(&name);
}

/* "FILE, paragraph 5: denial 71 %, then accusatory 20 %" */
static void put_heading(const struct told *told, const struct terminal *terminal,
                        struct buffer *out)
{
    const struct explanation *explanation = told->explanation;
    const stance_result *result = &explanation->result;
    struct buffer place = BUFFER_EMPTY;
    put_plain(told->file, &place);
    buffer_append_format(&place, ", paragraph %zu", told->paragraph->number);
    terminal_put(terminal, STYLE_BOLD, place.failed ? "" : place.data, out);
    out->failed = out->failed || place.failed;
    buffer_release(&place);
    buffer_append_string(out, ": ");
    bool unsure = strcmp(told->label, name_of(told, result->label)) != 0;
    if (unsure) {
        put_plain(told->label, out);
        buffer_append_string(out, " (");
    }
    put_styled_label(told, terminal, result->label, out);
    buffer_append_format(out, " %.0f %%", 100 * result->confidence);
    if (explanation->ground == GROUND_SCORES && explanation->opposing != LABEL_ABSENT) {
        buffer_append_string(out, ", then ");
        put_styled_label(told, terminal, explanation->opposing, out);
        buffer_append_format(out, " %.0f %%", 100 * result->probabilities[explanation->opposing]);
    }
    buffer_append_string(out, unsure ? ")\n" : "\n");
}

double explanation_heaviest(const struct explanation *explanation)
{
    double heaviest = 0;
    for (size_t i = 0; i < explanation->n_words; i++)
        heaviest = fmax(heaviest, fabs(explanation->words[i].weight));
    return heaviest;
}

size_t explanation_side(const struct told *told, const struct weighted_word *word, double heaviest)
{
    if (heaviest == 0 || fabs(word->weight) < EXPLANATION_DECIDING * heaviest)
        return LABEL_ABSENT;
    return word->weight > 0 ? told->explanation->result.label : told->explanation->opposing;
}

/* Whether nothing but a space stands between the mark and the word. */
static bool is_next(const char *text, const struct mark *mark, const struct place *word)
{
    size_t end = mark->offset + mark->length;
    return word->offset == end + 1 && (text[end] == ' ' || text[end] == '\n');
}

/* Deciding words, those of one side that follow each other in one mark; without colour, those for
 * the label only. Returns how many. */
static size_t make_marks(const struct told *told, const struct terminal *terminal,
                         struct mark *marks)
{
    const struct explanation *explanation = told->explanation;
    double heaviest = explanation_heaviest(explanation);
    size_t count = 0, before = LABEL_ABSENT;
    for (size_t i = 0; i < explanation->n_words; i++) {
        const struct weighted_word *word = &explanation->words[i];
        size_t side = explanation_side(told, word, heaviest);
        bool shown =
            side != LABEL_ABSENT && (terminal->colour || side == explanation->result.label);
        if (shown && side == before &&
            is_next(told->paragraph->text, &marks[count - 1], &word->place))
            marks[count - 1].length =
                word->place.offset + word->place.length - marks[count - 1].offset;
        else if (shown)
            marks[count++] = (struct mark){
                word->place.offset, word->place.length,
                side == told->model->labels.resting ? STYLE_BOLD : style_of(told, side)};
        before = shown ? side : LABEL_ABSENT;
    }
    return count;
}

static void put_paragraph(const struct told *told, const struct terminal *terminal, bool marked,
                          struct buffer *out)
{
    const struct paragraph *paragraph = told->paragraph;
    struct mark *marks = memory_array(told->explanation->n_words, sizeof *marks);
    if (marks == NULL) {
        out->failed = true;
        return;
    }
    buffer_append_format(out, "%*s", INDENT, "");
    size_t count = marked ? make_marks(told, terminal, marks) : 0;
    terminal_wrap_marked(terminal, paragraph->text, paragraph->length, marks, count, INDENT, out);
    free(marks);
}

/* ---- for people: the contributions ---- */

/* The start of a text in quotation marks. */
static void put_quote(const char *text, size_t length, struct buffer *out)
{
    size_t shown = utf8_cut(text, length, QUOTE_MAX);
    buffer_append_char(out, '"');
    escape_terminal(text, shown, out);
    buffer_append_string(out, shown < length ? "…\"" : "\"");
}

/* What a cue matched; in whole words, for a pattern may end within one ("accus" of "accusation").
 */
static void put_match(const struct told *told, const struct place *match, struct buffer *out)
{
    size_t start = match->offset, end = match->offset + match->length;
    for (size_t i = 0; i < told->explanation->n_words; i++) {
        const struct place *word = &told->explanation->words[i].place;
        size_t word_end = word->offset + word->length;
        if (word->offset >= match->offset + match->length || word_end <= match->offset)
            continue;
        start = word->offset < start ? word->offset : start;
        end = word_end > end ? word_end : end;
    }
    put_quote(told->paragraph->text + start, end - start, out);
}

static void put_weight(size_t indent, double weight, struct buffer *out)
{
    buffer_append_format(out, "%*s%+*.2f  ", (int)indent, "", WEIGHT_WIDTH, weight);
}

/* Wraps what stands behind a weight and `more` columns, and lets go of it. */
static void put_rest(const struct terminal *terminal, size_t indent, size_t more,
                     struct buffer *text, struct buffer *out)
{
    terminal_wrap(terminal, STYLE_PLAIN, text->data, text->length, indent + WEIGHT_WIDTH + 2 + more,
                  out);
    out->failed = out->failed || text->failed;
    buffer_release(text);
}

void explanation_feature(const struct told *told, const struct contribution *contribution,
                         struct buffer *out)
{
    if (contribution->kind != CONTRIBUTION_CUE) {
        put_quote(contribution->feature, contribution->feature_length, out);
    } else {
        escape_terminal(contribution->feature, contribution->feature_length, out);
        if (contribution->n_places > 0) {
            buffer_append_string(out, ": ");
            put_match(told, &contribution->places[0], out);
        }
    }
    if (contribution->n_places > 1)
        buffer_append_format(out, ", %zu times", contribution->n_places);
}

static void put_contribution(const struct told *told, const struct terminal *terminal,
                             const struct contribution *contribution, struct buffer *out)
{
    struct buffer text = BUFFER_EMPTY;
    put_weight(INDENT, contribution->weight, out);
    buffer_append_format(out, "%-*s  ", KIND_WIDTH, feature_kind_plain(contribution->kind));
    explanation_feature(told, contribution, &text);
    put_rest(terminal, INDENT, KIND_WIDTH + 2, &text, out);
}

/* What speaks for one side: for the label (sign 1), or for its rival (-1). */
static void put_side(const struct told *told, const struct terminal *terminal, double sign,
                     size_t top, struct buffer *out)
{
    const struct explanation *explanation = told->explanation;
    double rest = 0;
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < explanation->n_contributions; i++) {
        double weight = explanation->contributions[i].weight;
        rest += sign * weight > 0 ? weight : 0;
        count += sign * weight > 0;
    }
    if (count == 0)
        return;
    put_weight(INDENT - 2, rest, out);
    buffer_append_string(out, "for ");
    put_styled_label(told, terminal, sign > 0 ? explanation->result.label : explanation->opposing,
                     out);
    buffer_append_char(out, '\n');
    for (size_t i = 0; i < explanation->n_contributions && shown < top; i++) {
        const struct contribution *contribution = &explanation->contributions[i];
        if (sign * contribution->weight < WEIGHT_LEAST)
            continue;
        put_contribution(told, terminal, contribution, out);
        rest -= contribution->weight;
        shown++;
    }
    if (top > 0 && shown < count) {
        put_weight(INDENT, rest, out);
        buffer_append_format(out, "%zu more\n", count - shown);
    }
}

void explanation_odds(const struct told *told, struct buffer *out)
{
    const struct explanation *explanation = told->explanation;
    double odds = exp(explanation->margin);
    put_plain(name_of(told, explanation->result.label), out);
    if (odds >= 1e6)
        buffer_append_string(out, " is more than a million");
    else if (odds >= 1000)
        buffer_append_string(out, " is more than a thousand");
    else
        buffer_append_format(out, " is %.*f", odds < 10 ? 1 : 0, odds);
    buffer_append_string(out, " times as likely as ");
    put_plain(name_of(told, explanation->opposing), out);
}

static void put_odds(const struct told *told, const struct terminal *terminal, struct buffer *out)
{
    struct buffer text = BUFFER_EMPTY;
    put_weight(INDENT - 2, told->explanation->margin_bias, out);
    buffer_append_string(out, "before any word\n");
    put_weight(INDENT - 2, told->explanation->margin, out);
    buffer_append_string(&text, "together: ");
    explanation_odds(told, &text);
    put_rest(terminal, INDENT - 2, 0, &text, out);
}

bool explanation_is_contest(const struct explanation *explanation)
{
    return explanation->ground == GROUND_SCORES && explanation->opposing != LABEL_ABSENT;
}

void explanation_ground(const struct told *told, struct buffer *out)
{
    const struct explanation *explanation = told->explanation;
    if (explanation->ground == GROUND_RULE && rule_name(told) == NULL) {
        buffer_append_string(out, "set apart by the page that it stands on");
    } else if (explanation->ground == GROUND_RULE) {
        buffer_append_string(out, "recognised as boilerplate by the rule ");
        put_plain(rule_name(told), out);
    } else if (explanation->ground == GROUND_UNKNOWN) {
        buffer_append_string(out, "no known word");
    } else {
        buffer_append_string(out, "the only label that may be given");
    }
}

void explanation_text(const struct told *told, const struct terminal *terminal, size_t top,
                      struct buffer *out)
{
    bool decided = explanation_is_contest(told->explanation);
    put_heading(told, terminal, out);
    put_paragraph(told, terminal, decided, out);
    if (decided) {
        put_side(told, terminal, 1, top, out);
        put_side(told, terminal, -1, top, out);
        put_odds(told, terminal, out);
    } else {
        buffer_append_format(out, "%*s", INDENT, "");
        explanation_ground(told, out);
        buffer_append_char(out, '\n');
    }
}

/* ---- for programs ---- */

/* Twelve digits, where the row writer's six decimals would not let anybody check a sum. */
static void put_number(double number, struct buffer *out)
{
    buffer_append_format(out, "%.12g", number);
}

static void put_key(const char *key, struct buffer *out)
{
    buffer_append_string(out, ", \"");
    buffer_append_string(out, key);
    buffer_append_string(out, "\": ");
}

static void put_string(const char *key, const char *string, struct buffer *out)
{
    put_key(key, out);
    if (string == NULL)
        buffer_append_string(out, "null");
    else
        escape_json(string, strlen(string), out);
}

static void put_integer(const char *key, uint64_t integer, struct buffer *out)
{
    put_key(key, out);
    number_put_integer(integer, out);
}

static void put_real(const char *key, double real, struct buffer *out)
{
    put_key(key, out);
    put_number(real, out);
}

/* {"accusatory": 1.25, …} */
static void put_per_label(const char *key, const struct told *told, const double *values,
                          struct buffer *out)
{
    put_key(key, out);
    for (size_t k = 0; k < told->model->labels.count; k++) {
        buffer_append_string(out, k == 0 ? "{" : ", ");
        escape_json(name_of(told, k), strlen(name_of(told, k)), out);
        buffer_append_string(out, ": ");
        put_number(values[k], out);
    }
    buffer_append_char(out, '}');
}

static void put_place(const struct place *place, struct buffer *out)
{
    buffer_append_format(out, "{\"offset\": %zu, \"length\": %zu", place->offset, place->length);
}

static void put_contribution_json(const struct told *told, const struct contribution *contribution,
                                  struct buffer *out)
{
    buffer_append_format(out, "{\"kind\": \"%s\"", contribution_kind_name(contribution->kind));
    put_key("feature", out);
    escape_json(contribution->feature, contribution->feature_length, out);
    put_key("places", out);
    buffer_append_char(out, '[');
    for (size_t p = 0; p < contribution->n_places; p++) {
        buffer_append_string(out, p == 0 ? "" : ", ");
        put_place(&contribution->places[p], out);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
    put_real("weight", contribution->weight, out);
    put_per_label("scores", told, contribution->scores, out);
    buffer_append_char(out, '}');
}

static const char *ground_name(enum explanation_ground ground)
{
    switch (ground) {
    case GROUND_SCORES:
        return "scores";
    case GROUND_RULE:
        return "boilerplate";
    case GROUND_UNKNOWN:
        break;
    }
    return "unknown";
}

void explanation_json(const struct told *told, size_t top, struct buffer *out)
{
    const struct explanation *explanation = told->explanation;
    const struct paragraph *paragraph = told->paragraph;
    const stance_result *result = &explanation->result;
    bool opposed = explanation->opposing != LABEL_ABSENT;
    buffer_append_string(out, "{\"file\": ");
    escape_json(told->file, strlen(told->file), out);
    put_integer("paragraph", paragraph->number, out);
    put_integer("offset", paragraph->offset, out);
    put_integer("length", paragraph->source_length, out);
    put_string("role", paragraph_role_name(paragraph->role), out);
    put_string("label", told->label, out);
    put_string("likeliest", name_of(told, result->label), out);
    put_real("confidence", result->confidence, out);
    put_key("known", out);
    buffer_append_string(out, result->known ? "true" : "false");
    put_string("ground", ground_name(explanation->ground), out);
    put_string("rule", rule_name(told), out);
    put_string("opposing", opposed ? name_of(told, explanation->opposing) : NULL, out);
    put_real("margin", explanation->margin, out);
    put_real("margin_bias", explanation->margin_bias, out);
    put_per_label("probabilities", told, result->probabilities, out);
    put_per_label("scores", told, result->scores, out);
    put_per_label("bias", told, explanation->bias, out);
    put_key("contributions", out);
    for (size_t i = 0; i < explanation->n_contributions && i < top; i++) {
        buffer_append_string(out, i == 0 ? "[" : ", ");
        put_contribution_json(told, &explanation->contributions[i], out);
    }
    buffer_append_string(out, explanation->n_contributions == 0 || top == 0 ? "[]" : "]");
    put_key("words", out);
    buffer_append_char(out, '[');
    for (size_t i = 0; i < explanation->n_words; i++) {
        buffer_append_string(out, i == 0 ? "" : ", ");
        put_place(&explanation->words[i].place, out);
        put_real("weight", explanation->words[i].weight, out);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
    put_key("text", out);
    escape_json(paragraph->text, paragraph->length, out);
    buffer_append_string(out, "}\n");
}
