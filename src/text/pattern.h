/* A regular expression (PCRE2, Unicode), compiled once and shared, with limits that a hostile
 * pattern cannot pass. The text must be valid UTF-8: it is not checked again here. */
#ifndef STANCE_TEXT_PATTERN_H
#define STANCE_TEXT_PATTERN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_LENGTH_LIMIT 4096 /* bytes of a pattern */

/* Immutable: any number of threads may match with one at the same time. */
struct pattern;

/* The working memory of matching: one a thread. */
struct pattern_scratch;

struct pattern_match {
    size_t start; /* bytes from the start of the text */
    size_t end;   /* start == end is possible: an empty match */
};

enum pattern_kind {
    PATTERN_EXACT,
    PATTERN_CASELESS, /* ignores case, by Unicode's rules */
    PATTERN_TRUSTED   /* the same, known to be sound and to search any text in a short time: it is
                         compiled when it is first searched for, and its work is not counted, which
                         takes half of the time again */
};

/* Compiles `length` bytes of `expression`. `where` names the source for messages: "WHERE: byte N of
 * the pattern: why". On success *pattern is the caller's. */
int pattern_compile(const char *expression, size_t length, enum pattern_kind kind,
                    const char *where, struct pattern **pattern, stance_error *error);

/* Whether the pattern was compiled from exactly this expression, not caseless. */
bool pattern_is(const struct pattern *pattern, const char *expression, size_t length);

/* Frees a pattern; NULL is allowed. */
void pattern_free(struct pattern *pattern);

int pattern_scratch_new(struct pattern_scratch **scratch, stance_error *error);
void pattern_scratch_free(struct pattern_scratch *scratch);

/* Begins the work on a text of `length` bytes. All searches until the next call of this have one
 * amount of work together, enough for a thousand sane patterns; where it is spent, they fail. */
void pattern_scratch_begin(struct pattern_scratch *scratch, size_t length);

/* Takes `units` of that amount, each as long as a dozen instructions take. Returns whether they
 * were left. */
bool pattern_scratch_spend(struct pattern_scratch *scratch, size_t units);

/* Finds the first match at or after byte `from` of `text`. *found says whether there is one. A
 * search that passes a limit is an error, never "no match". */
int pattern_find(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                 size_t length, size_t from, struct pattern_match *match, bool *found,
                 stance_error *error);

/* Whether the pattern matches from byte `at` of `text` on, and not only somewhere behind it. */
int pattern_match_at(const struct pattern *pattern, struct pattern_scratch *scratch,
                     const char *text, size_t length, size_t at, bool *found, stance_error *error);

/* Whether the pattern may match a text that begins with `text`; where it is not known, true. */
bool pattern_may_begin(const struct pattern *pattern, struct pattern_scratch *scratch,
                       const char *text, size_t length);

/* PCRE2's version, for a model's record. */
void pattern_library_version(char version[32]);

#endif
