/* page_read() on any bytes: no crash, and parts of valid UTF-8 within the text. */
#include "base/utf8.h"
#include "read/page.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct article article;
    stance_error error;
    article_init(&article);
    page_looks_like_html((const char *)bytes, length);
    if (page_read((const char *)bytes, length, "page", &article, &error) == 0) {
        for (size_t i = 0; i < article.n_parts; i++) {
            const struct article_part *part = &article.parts[i];
            if (part->length == 0 || part->start + part->length > article.text.length ||
                utf8_valid_prefix(article.text.data + part->start, part->length) != part->length)
                abort();
        }
        if (article.title.length > 0 &&
            utf8_valid_prefix(article.title.data, article.title.length) != article.title.length)
            abort();
        if (article.publisher.length > 0 &&
            utf8_valid_prefix(article.publisher.data, article.publisher.length) !=
                article.publisher.length)
            abort();
    }
    article_release(&article);
    return 0;
}
