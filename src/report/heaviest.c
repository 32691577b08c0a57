/* In: explanations. Out: tables. Must not know the paragraphs. */
#include "report/heaviest.h"

#include "base/memory.h"
#include "report/escape.h"
#include "report/feature_name.h"
#include "report/html_page.h"

#include <stdlib.h>
#include <string.h>

/* Before the feature, in a name. */
#define LABEL_BYTES sizeof(uint32_t)
#define NAME_HEAD   (LABEL_BYTES + 1)

void heaviest_release(struct heaviest *heaviest)
{
    intern_release(&heaviest->names);
    free(heaviest->terms);
    *heaviest = HEAVIEST_EMPTY;
}

static int add_term(struct heaviest *heaviest, size_t label,
                    const struct contribution *contribution, struct buffer *name,
                    stance_error *error)
{
    enum contribution_kind kind =
        contribution->kind == CONTRIBUTION_CHARS ? CONTRIBUTION_WORD : contribution->kind;
    uint32_t number = (uint32_t)label, before = heaviest->names.count;
    buffer_reset(name);
    buffer_append(name, &number, LABEL_BYTES);
    buffer_append_char(name, (char)kind);
    buffer_append(name, contribution->feature, contribution->feature_length);
    uint32_t place =
        name->failed ? INTERN_ABSENT : intern_add(&heaviest->names, name->data, name->length);
    if (place == INTERN_ABSENT ||
        memory_reserve(&heaviest->terms, &heaviest->capacity, heaviest->names.count,
                       sizeof *heaviest->terms) != 0)
        return error_no_memory(error);
    struct heavy_term *term = &heaviest->terms[place];
    if (place == before)
        *term = (struct heavy_term){.label = label, .kind = kind};
    term->weight += contribution->weight;
    term->paragraphs += term->last != heaviest->paragraphs;
    term->last = heaviest->paragraphs;
    return 0;
}

int heaviest_add(struct heaviest *heaviest, const struct explanation *explanation,
                 stance_error *error)
{
    struct buffer name = BUFFER_EMPTY;
    int result = 0;
    heaviest->paragraphs++;
    for (size_t i = 0; i < explanation->n_contributions && result == 0; i++)
        if (explanation->contributions[i].weight > 0)
            result = add_term(heaviest, explanation->result.label, &explanation->contributions[i],
                              &name, error);
    buffer_release(&name);
    return result;
}

/* ---- tables ---- */

static int by_label_and_weight(const void *left, const void *right, void *context)
{
    const struct heaviest *heaviest = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const struct heavy_term *first = &heaviest->terms[a], *second = &heaviest->terms[b];
    if (first->label != second->label)
        return first->label < second->label ? -1 : 1;
    if (first->weight != second->weight)
        return first->weight > second->weight ? -1 : 1;
    return a < b ? -1 : 1; /* the one that was seen first */
}

static void put_term(const struct heaviest *heaviest, uint32_t place, double most,
                     struct buffer *out)
{
    const struct heavy_term *term = &heaviest->terms[place];
    size_t length;
    const char *name = intern_get(&heaviest->names, place, &length);
    buffer_append_string(out, "<tr><th scope=\"row\"><bdi>");
    escape_html(name + NAME_HEAD, length - NAME_HEAD, out);
    buffer_append_string(out, "</bdi>");
    if (term->kind != CONTRIBUTION_WORD)
        buffer_append_format(out, " <span class=\"kind\">%s</span>",
                             feature_kind_plain(term->kind));
    buffer_append_format(out, "</th><td>%.1f<i style=\"--part:%.3f\"></i></td><td>%zu</td></tr>\n",
                         term->weight, term->weight / most, term->paragraphs);
}

static void put_table(const struct heaviest *heaviest, const struct legend *legend,
                      const uint32_t *places, size_t count, struct buffer *out)
{
    size_t label = heaviest->terms[places[0]].label;
    buffer_append_format(out, "<table class=\"heaviest %s\">\n<caption>for <b>",
                         legend_class(legend, label));
    html_put(legend->names[label], out);
    buffer_append_string(out, "</b></caption>\n<thead><tr><th scope=\"col\">word</th><th "
                              "scope=\"col\">weight</th><th scope=\"col\"><abbr "
                              "title=\"paragraphs\">par.</abbr></th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < count; i++)
        put_term(heaviest, places[i], heaviest->terms[places[0]].weight, out);
    buffer_append_string(out, "</tbody></table>\n");
}

int heaviest_html(const struct heaviest *heaviest, const struct legend *legend, size_t top,
                  struct buffer *out, stance_error *error)
{
    size_t count = heaviest->names.count;
    uint32_t *places = memory_array(count, sizeof *places);
    if (places == NULL)
        return error_no_memory(error);
    for (uint32_t i = 0; i < count; i++)
        places[i] = i;
    qsort_r(places, count, sizeof *places, by_label_and_weight, (void *)heaviest);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count; to++)
            if (heaviest->terms[places[to]].label != heaviest->terms[places[from]].label)
                break;
        put_table(heaviest, legend, places + from, to - from < top ? to - from : top, out);
    }
    free(places);
    return 0;
}
