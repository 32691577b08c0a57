/* In: a token. Out: its folded form. The only file that includes <utf8proc.h>. */
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ASCII, which most text is, needs no tables. Returns 0 where something else turned up. */
static int fold_ascii(const char *text, size_t length, char *out)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80)
            return 0;
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return 1;
}

static utf8proc_int32_t plain_apostrophe(utf8proc_int32_t code_point, void *data)
{
    (void)data;
    return code_point == 0x2019 ? '\'' : code_point;
}

int fold_append(const char *text, size_t length, struct buffer *out, stance_error *error)
{
    char *place = buffer_reserve(out, length);
    if (place == NULL)
        return error_no_memory(error);
    if (fold_ascii(text, length, place)) {
        place[length] = '\0';
        out->length += length;
        return 0;
    }
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t size = utf8proc_map_custom(
        (const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &folded,
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
        plain_apostrophe, NULL);
    if (size < 0) {
        free(folded);
        return size == UTF8PROC_ERROR_NOMEM
                   ? error_no_memory(error)
                   : error_set(error, STANCE_DATA, "cannot fold a word: %s", utf8proc_errmsg(size));
    }
    buffer_append(out, folded, (size_t)size);
    free(folded);
    return out->failed ? error_no_memory(error) : 0;
}

const char *fold_library_version(void)
{
    return utf8proc_version();
}
