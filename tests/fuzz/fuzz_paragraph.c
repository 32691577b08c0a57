/* Whatever way a text is split: nothing but white space stands outside of paragraphs, and each is
 * what stands at its place in the file, without spaces around it. */
#include "support.h"

#include "base/utf8.h"
#include "model/builtin.h"
#include "text/paragraph.h"

#include <string.h>

#define ROLES_MAX 20 /* paragraphs of which the role is asked: it takes long */

static const struct pattern_list *shipped_rules(struct pattern_scratch **scratch)
{
    static struct pattern_list rules;
    static struct pattern_scratch *rules_scratch;
    if (rules_scratch == NULL) {
        size_t length;
        stance_error error;
        const char *source = builtin_boilerplate(&length);
        PROMISE(pattern_list_parse(source, length, PATTERN_CASELESS, "rules", &rules, &error) == 0);
        PROMISE(pattern_scratch_new(&rules_scratch, &error) == 0);
    }
    *scratch = rules_scratch;
    return &rules;
}

static void count_warning(void *context, const char *message)
{
    PROMISE(strlen(message) > 0 && strchr(message, '\n') == NULL);
    ++*(size_t *)context;
}

static bool is_space(const char *text, size_t length)
{
    size_t width;
    for (size_t i = 0; i < length; i += width)
        if ((width = utf8_space_width(text + i, length - i)) == 0)
            return false;
    return true;
}

static bool ends_in_space(const char *text, size_t length)
{
    size_t last = length - 1;
    while (last > 0 && ((unsigned char)text[last] & 0xc0) == 0x80)
        last--;
    return is_space(text + last, length - last);
}

static void check_role(struct paragraph *paragraph)
{
    struct pattern_scratch *scratch;
    const struct pattern_list *rules = shipped_rules(&scratch);
    stance_error error;
    if (paragraph_decide_role(paragraph, rules, scratch, &error) != 0) {
        promise_error(&error, ""); /* a rule gave up */
        PROMISE(error.status == STANCE_DATA && paragraph->role == ROLE_BODY);
    }
    PROMISE(strlen(paragraph_role_name(paragraph->role)) > 0);
    PROMISE(paragraph->role != ROLE_TITLE || paragraph->number == 1);
}

/* Lines are joined by a line feed, whatever ended them in the file. */
static void check_source(const struct paragraph *paragraph, const char *source)
{
    size_t at = 0;
    for (size_t i = 0; i < paragraph->source_length; i++) {
        if (source[i] == '\r' && i + 1 < paragraph->source_length && source[i + 1] == '\n')
            continue;
        PROMISE(at < paragraph->length && paragraph->text[at] == source[i]);
        at++;
    }
    PROMISE(at == paragraph->length);
}

static void check_no_blank_line(const struct paragraph *paragraph)
{
    const char *end = paragraph->text + paragraph->length;
    for (const char *line = paragraph->text, *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        PROMISE(!is_space(line, (size_t)(stop - line)));
    }
}

/* What one way of splitting gave. */
struct split_result {
    size_t count;
    size_t n_warnings;
    uint64_t last_end;
};

static void check_split(const char *path, const struct buffer *bytes, enum paragraph_split split,
                        struct split_result *result)
{
    bool valid = utf8_valid_prefix(bytes->data, bytes->length) == bytes->length;
    struct warning_sink warnings = {count_warning, &result->n_warnings};
    struct document *document;
    struct paragraph_splitter *splitter;
    struct paragraph paragraph;
    stance_error error;
    *result = (struct split_result){0};
    PROMISE(document_open(path, NULL, &document, &error) == 0);
    PROMISE(paragraph_splitter_new(document, split, &warnings, &splitter, &error) == 0);
    for (size_t line = 0;; line = paragraph.line) {
        PROMISE(paragraph_next(splitter, &paragraph, &error) == 0);
        if (paragraph.text == NULL)
            break;
        PROMISE(paragraph.number == ++result->count);
        PROMISE(paragraph.line > line || (paragraph.line == line && result->n_warnings > 0));
        PROMISE(paragraph.offset >= result->last_end && paragraph.source_length > 0);
        PROMISE(paragraph.offset + paragraph.source_length <= bytes->length);
        PROMISE(is_space(bytes->data + result->last_end, paragraph.offset - result->last_end));
        PROMISE(paragraph.length > 0 && paragraph.length <= PARAGRAPH_BYTES_MAX * 3);
        PROMISE(utf8_valid_prefix(paragraph.text, paragraph.length) == paragraph.length);
        PROMISE(utf8_space_width(paragraph.text, paragraph.length) == 0);
        PROMISE(!ends_in_space(paragraph.text, paragraph.length));
        if (valid)
            check_source(&paragraph, bytes->data + paragraph.offset);
        if (split == SPLIT_LINE)
            PROMISE(memchr(paragraph.text, '\n', paragraph.length) == NULL);
        else if (split == SPLIT_BLANK && result->n_warnings == 0)
            check_no_blank_line(&paragraph);
        if (split == SPLIT_BLANK && result->count <= ROLES_MAX)
            check_role(&paragraph);
        result->last_end = paragraph.offset + paragraph.source_length;
    }
    PROMISE(is_space(bytes->data + result->last_end, bytes->length - result->last_end));
    paragraph_splitter_free(splitter);
    document_close(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer bytes = BUFFER_EMPTY;
    struct memory_file file;
    struct document *document;
    stance_error error;
    buffer_append(&bytes, data, size);
    memory_file_make(&file, bytes.data, bytes.length);
    if (document_open(file.path, NULL, &document, &error) == 0) {
        bool has_blank_line = document_has_blank_line(document);
        struct split_result by_line, by_blank, automatic;
        document_close(document);
        check_split(file.path, &bytes, SPLIT_LINE, &by_line);
        check_split(file.path, &bytes, SPLIT_BLANK, &by_blank);
        check_split(file.path, &bytes, SPLIT_AUTO, &automatic);
        PROMISE(automatic.count == (has_blank_line ? by_blank.count : by_line.count));
        PROMISE(by_blank.n_warnings > 0 || by_blank.count <= by_line.count);
        PROMISE(by_blank.last_end == by_line.last_end);
    }
    memory_file_close(&file);
    buffer_release(&bytes);
    return 0;
}
