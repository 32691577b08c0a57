/* In: vectors and a model. Out: rows and their legend. Must not know what will be trained on them.
 */
#include "report/svm_file.h"

#include "feature/term.h"
#include "report/escape.h"

#include <string.h>

void svm_row(size_t label, const struct vector *vector, struct buffer *out)
{
    buffer_append_format(out, "%zu", label);
    for (size_t i = 0; i < vector->count; i++)
        buffer_append_format(out, " %u:%.17g", vector->entries[i].term + 1,
                             vector->entries[i].value);
    buffer_append_char(out, '\n');
}

void svm_vocabulary(const struct stance_model *model, struct buffer *out)
{
    const struct vocabulary *vocabulary = &model->vocabulary;
    buffer_append_string(out, "kind\tindex\tterm\trows\n");
    for (size_t k = 0; k < model->labels.count; k++) {
        buffer_append_format(out, "label\t%zu\t", k + 1);
        escape_plain(model->labels.names[k], strlen(model->labels.names[k]), out);
        buffer_append_string(out, "\t\n");
    }
    for (uint32_t t = 0; t < vocabulary->terms.count; t++) {
        size_t length;
        const char *term = intern_get(&vocabulary->terms, t, &length);
        buffer_append_format(out, "%s\t%u\t", block_name(term_block(term)), t + 1);
        escape_plain(term + 1, length - 1, out); /* the first byte names the block */
        buffer_append_format(out, "\t%u\n", vocabulary->document_frequency[t]);
    }
}
