/* In: a name that the makers of a page gave. Out: what it tells. Must not know elements. */
#include "read/page_hint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define WORD_SIZE 32 /* longer words are cut: none that tells anything is so long */

/* In order; the beginning of words begins none of the other entries. */
static const struct hint {
    const char *word;
    bool begins; /* any word that begins so */
    unsigned hint;
} hints[] = {
    {"ad", false, HINT_AROUND},
    {"ads", false, HINT_AROUND},
    {"advert", true, HINT_AROUND},
    {"attribution", false, HINT_CAPTION},
    {"author", true, HINT_AROUND},
    {"banner", false, HINT_AROUND},
    {"bio", false, HINT_AROUND},
    {"breadcrumb", true, HINT_AROUND},
    {"byline", true, HINT_AROUND},
    {"caption", true, HINT_CAPTION},
    {"comment", true, HINT_AROUND},
    {"consent", false, HINT_AROUND},
    {"cookie", true, HINT_AROUND},
    {"copyright", false, HINT_AROUND},
    {"credit", true, HINT_CAPTION},
    {"date", false, HINT_DATE},
    {"dateline", false, HINT_AROUND | HINT_DATE},
    {"datetime", false, HINT_DATE},
    {"disqus", true, HINT_AROUND},
    {"figcaption", false, HINT_CAPTION},
    {"footer", true, HINT_AROUND},
    {"gdpr", false, HINT_AROUND},
    {"hidden", false, HINT_HIDDEN},
    {"login", false, HINT_AROUND},
    {"menu", true, HINT_AROUND},
    {"meta", false, HINT_AROUND},
    {"metadata", false, HINT_AROUND},
    {"modal", false, HINT_AROUND},
    {"most", false, HINT_AROUND},
    {"nav", true, HINT_AROUND},
    {"newsletter", true, HINT_AROUND},
    {"pagination", false, HINT_AROUND},
    {"paywall", true, HINT_AROUND},
    {"photo", true, HINT_CAPTION},
    {"popular", true, HINT_AROUND},
    {"popup", false, HINT_AROUND},
    {"promo", true, HINT_AROUND},
    {"published", false, HINT_DATE},
    {"reaction", true, HINT_AROUND},
    {"recirc", true, HINT_AROUND},
    {"recommend", true, HINT_AROUND},
    {"related", true, HINT_AROUND},
    {"share", true, HINT_AROUND},
    {"sharing", true, HINT_AROUND},
    {"sidebar", true, HINT_AROUND},
    {"signup", false, HINT_AROUND},
    {"social", true, HINT_AROUND},
    {"sponsor", true, HINT_AROUND},
    {"subscri", true, HINT_AROUND},
    {"tags", false, HINT_AROUND},
    {"teaser", true, HINT_AROUND},
    {"timestamp", false, HINT_DATE},
    {"toolbar", false, HINT_AROUND},
    {"trending", false, HINT_AROUND},
    {"widget", true, HINT_AROUND},
};

static int compare_word(const void *key, const void *entry)
{
    const struct hint *hint = entry;
    return hint->begins ? strncmp(key, hint->word, strlen(hint->word)) : strcmp(key, hint->word);
}

static unsigned hint_of_word(const char *word)
{
    const struct hint *found =
        bsearch(word, hints, sizeof hints / sizeof hints[0], sizeof hints[0], compare_word);
    return found == NULL ? 0 : found->hint;
}

unsigned page_hint(const char *name)
{
    unsigned hint = 0;
    char word[WORD_SIZE];
    size_t length = 0;
    bool after_small = false; /* a capital then begins a word: shareBar */
    for (const char *at = name; name != NULL; at++) {
        bool capital = *at >= 'A' && *at <= 'Z';
        bool letter = capital || (*at >= 'a' && *at <= 'z');
        if (length > 0 && (!letter || (capital && after_small))) {
            word[length] = '\0';
            length = 0;
            if (strcmp(word, "embed") == 0)
                return 0; /* a post that the article quotes, of a social network often */
            hint |= hint_of_word(word);
        }
        if (*at == '\0')
            break;
        after_small = letter && !capital;
        if (letter && length < WORD_SIZE - 1)
            word[length++] = (char)(*at | 0x20);
    }
    return hint;
}
