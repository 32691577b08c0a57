/* In: an explained paragraph. Out: markup. Must not judge it. */
#include "report/passage.h"

#include "report/escape.h"
#include "report/feature_name.h"
#include "report/html_page.h"

#include <math.h>
#include <string.h>

#define REASONS_A_SIDE 4
#define WEIGHT_LEAST   0.005 /* what is less would be shown as 0.00 */
#define STRENGTHS      3     /* of a mark */

static size_t place_of(const struct passage *passage, size_t label)
{
    return legend_find(passage->legend, passage->told->model->labels.names[label]);
}

static const char *class_of(const struct passage *passage, size_t label)
{
    return legend_class(passage->legend, place_of(passage, label));
}

/* What is plain already (of explanation.h), escaped. */
static void put_plain(struct buffer *plain, struct buffer *out)
{
    if (plain->length > 0)
        escape_html(plain->data, plain->length, out);
    out->failed = out->failed || plain->failed;
    buffer_release(plain);
}

/* ---- the label ---- */

static void put_confidence(const struct passage *passage, struct buffer *out)
{
    const struct explanation *explanation = passage->told->explanation;
    buffer_append_string(out, " <span class=\"share\">");
    if (explanation->ground == GROUND_RULE)
        buffer_append_string(out, "by rule");
    else if (explanation->ground == GROUND_UNKNOWN)
        buffer_append_string(out, "no known word");
    else
        buffer_append_format(out, "%.0f\u00a0%%", 100 * explanation->result.confidence);
    buffer_append_string(out, "</span>");
}

static void put_tag(const struct passage *passage, struct buffer *out)
{
    buffer_append_format(out,
                         "<button class=\"tag\" type=\"button\" aria-pressed=\"false\" "
                         "aria-describedby=\"why%zu\"><span class=\"name\">",
                         passage->number);
    html_put(passage->told->label, out);
    buffer_append_string(out, "</span>");
    put_confidence(passage, out);
    buffer_append_string(out, "</button>\n");
}

/* ---- the text ---- */

static void put_mark(const struct passage *passage, const struct weighted_word *word, size_t side,
                     double heaviest, struct buffer *out)
{
    int strength = (int)(fabs(word->weight) / heaviest * STRENGTHS + 0.5);
    buffer_append_format(out, "<mark class=\"%s %s s%d\">", class_of(passage, side),
                         word->weight > 0 ? "for" : "against", strength < 1 ? 1 : strength);
    escape_html(passage->told->paragraph->text + word->place.offset, word->place.length, out);
    buffer_append_string(out, "</mark>");
}

static void put_text(const struct passage *passage, struct buffer *out)
{
    const struct explanation *explanation = passage->told->explanation;
    const struct paragraph *paragraph = passage->told->paragraph;
    size_t n_words = explanation_is_contest(explanation) ? explanation->n_words : 0, from = 0;
    double heaviest = explanation_heaviest(explanation);
    for (size_t i = 0; i < n_words; i++) {
        const struct weighted_word *word = &explanation->words[i];
        size_t side = explanation_side(passage->told, word, heaviest);
        if (side == LABEL_ABSENT)
            continue;
        escape_html(paragraph->text + from, word->place.offset - from, out);
        put_mark(passage, word, side, heaviest, out);
        from = word->place.offset + word->place.length;
    }
    escape_html(paragraph->text + from, paragraph->length - from, out);
}

/* ---- why ---- */

static void put_reason(const struct passage *passage, const struct contribution *contribution,
                       struct buffer *out)
{
    struct buffer feature = BUFFER_EMPTY;
    buffer_append_format(out, "<li><b>%s%.2f</b> <span class=\"kind\">%s</span> <bdi>",
                         contribution->weight < 0 ? "−" : "+", fabs(contribution->weight),
                         feature_kind_plain(contribution->kind));
    explanation_feature(passage->told, contribution, &feature);
    put_plain(&feature, out);
    buffer_append_string(out, "</bdi></li>\n");
}

/* The heaviest that speaks for the label (sign 1), or for its rival (-1). */
static void put_side(const struct passage *passage, double sign, size_t label, struct buffer *out)
{
    const struct explanation *explanation = passage->told->explanation;
    size_t shown = 0;
    for (size_t i = 0; i < explanation->n_contributions && shown < REASONS_A_SIDE; i++) {
        const struct contribution *contribution = &explanation->contributions[i];
        if (sign * contribution->weight < WEIGHT_LEAST)
            continue;
        if (shown++ == 0) {
            buffer_append_format(out, "<p class=\"side %s\">for <b>", class_of(passage, label));
            html_put(passage->told->model->labels.names[label], out);
            buffer_append_string(out, "</b></p>\n<ul>\n");
        }
        put_reason(passage, contribution, out);
    }
    if (shown > 0)
        buffer_append_string(out, "</ul>\n");
}

static void put_why(const struct passage *passage, struct buffer *out)
{
    const struct explanation *explanation = passage->told->explanation;
    struct buffer plain = BUFFER_EMPTY;
    buffer_append_format(out, "<div class=\"why\" id=\"why%zu\">\n", passage->number);
    if (explanation_is_contest(explanation)) {
        put_side(passage, 1, explanation->result.label, out);
        put_side(passage, -1, explanation->opposing, out);
        explanation_odds(passage->told, &plain);
    } else {
        explanation_ground(passage->told, &plain);
    }
    buffer_append_string(out, "<p class=\"sum\">");
    put_plain(&plain, out);
    buffer_append_string(out, "</p>\n</div>\n");
}

/* ---- all of it ---- */

void passage_html(const struct passage *passage, struct buffer *out)
{
    const struct told *told = passage->told;
    bool title = told->paragraph->role == ROLE_TITLE;
    bool rule = told->explanation->ground == GROUND_RULE;
    size_t place = legend_find(passage->legend, told->label);
    buffer_append_format(
        out, "<div class=\"passage %s%s%s\" style=\"--sure:%.2f\" data-label=\"%zu\">\n",
        legend_class(passage->legend, place), title ? " title" : "", rule ? " aside" : "",
        told->explanation->result.confidence, place);
    put_tag(passage, out);
    if (passage->truth != NULL) {
        buffer_append_format(
            out, "<p class=\"truth\">truly <b class=\"%s\">",
            legend_class(passage->legend, legend_find(passage->legend, passage->truth)));
        html_put(passage->truth, out);
        buffer_append_string(out, "</b> · <bdi>");
        html_put(told->file, out);
        buffer_append_format(out, "</bdi>, line %zu</p>\n", told->paragraph->line);
    }
    buffer_append_string(out, title ? "<h3 class=\"text\" dir=\"auto\">"
                                    : "<p class=\"text\" dir=\"auto\">");
    put_text(passage, out);
    buffer_append_string(out, title ? "</h3>\n" : "</p>\n");
    put_why(passage, out);
    buffer_append_string(out, "</div>\n");
}
