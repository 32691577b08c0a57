/* In: an expression, a text. Out: where it matches. The only file that includes <pcre2.h>. */
#include "text/pattern.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/pattern_cost.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Above what an honest pattern needs (a step a byte from the worst place, and some), below what
 * would be felt as a hang: a million steps are some 20 ms. PCRE2 counts anew from each place where
 * a match may start, so this bounds the search of a short text, not that of a megabyte. */
#define MATCH_LIMIT_BASE 20000
#define MATCH_LIMIT_BYTE 4 /* more for each byte of text */
#define DEPTH_LIMIT      100000
#define HEAP_LIMIT_KIB   32768
#define PARENS_LIMIT     100
#define WORK_BASE        ((uint64_t)32 << 20) /* units, see charge(); one takes 2 to 5 ns */
#define WORK_BYTE        192 /* more for each byte of text: 2 s for a line of a megabyte */
#define STRIDE_UNIT      4   /* characters compared for a unit */
#define SHOWN_MAX        100 /* bytes of an expression in a message */
#define JIT_AFTER        64  /* searches */
#define JIT_STACK_MAX    ((size_t)1 << 20)

enum mode { MODE_SEARCH, MODE_AT, MODES }; /* anywhere behind a place, or at the place only */

/* What a pattern becomes with use. Compiling to machine code takes as long as some dozens of
 * searches without, so a pattern waits for that many: most programs label one article and end. */
struct compiled {
    _Atomic(pcre2_code *) code; /* NULL: not yet */
    struct heat {
        atomic_uint searches;
        _Atomic(pcre2_code *) jitted; /* the code once more; NULL: not yet, or impossible */
    } heat[MODES];
};

struct pattern {
    char *expression; /* [length] */
    size_t length;
    uint32_t options; /* of pcre2_compile() */
    size_t stride;    /* characters that it may pass between two callouts without being seen */
    struct compiled *compiled;
};

struct pattern_scratch {
    uint64_t left; /* units of work for the text at hand */
    size_t stride; /* of the search at hand: at most the length of the text */
    size_t place;  /* in the text, of the last callout */
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

bool pattern_scratch_spend(struct pattern_scratch *scratch, size_t units)
{
    bool there = units <= scratch->left;
    scratch->left -= there ? units : scratch->left;
    return there;
}

/* PCRE2 limits the steps from one place where a match may start, not the places, and a step may
 * pass any number of characters. So code that is not trusted calls back before each of its items,
 * and pays: one unit, and one for each character that it went on or back since. A fixed repeat or
 * what a group has matched before may be compared with the text for long, and in vain: unseen. */
static int charge(pcre2_callout_block *block, void *context)
{
    struct pattern_scratch *scratch = context;
    size_t at = block->current_position;
    size_t units = 1 + (at > scratch->place ? at - scratch->place : scratch->place - at);
    scratch->place = at;
    return pattern_scratch_spend(scratch, units + scratch->stride) ? 0 : PCRE2_ERROR_MATCHLIMIT;
}

static int refuse(const char *where, int number, size_t offset, stance_error *error)
{
    if (number == PCRE2_ERROR_HEAP_FAILED)
        return error_no_memory(error);
    PCRE2_UCHAR reason[128] = "";
    pcre2_get_error_message(number, reason, sizeof reason);
    return error_set(error, STANCE_ARGUMENT, "%s: byte %zu of the pattern: %s", where, offset,
                     (const char *)reason);
}

static uint32_t options_of(enum pattern_kind kind)
{
    return PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
           (kind == PATTERN_EXACT ? 0 : PCRE2_CASELESS) |
           (kind == PATTERN_TRUSTED ? 0 : PCRE2_AUTO_CALLOUT);
}

/* Like pcre2_compile(), with `options` beyond those of the pattern. */
static pcre2_code *compile(const struct pattern *pattern, uint32_t options, int *number,
                           PCRE2_SIZE *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        *number = PCRE2_ERROR_HEAP_FAILED;
        return NULL;
    }
    pcre2_set_max_pattern_length(context, PATTERN_LENGTH_LIMIT);
    pcre2_set_parens_nest_limit(context, PARENS_LIMIT);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern->expression, pattern->length,
                                     pattern->options | options, number, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

/* The code, which the first search of a trusted pattern makes. Threads that come at the same time
 * all make it, and one of them is first to say so. */
static int get_code(const struct pattern *pattern, const char *where, const pcre2_code **code,
                    stance_error *error)
{
    pcre2_code *there = atomic_load_explicit(&pattern->compiled->code, memory_order_acquire);
    if (there == NULL) {
        int number;
        PCRE2_SIZE offset = 0;
        pcre2_code *made = compile(pattern, 0, &number, &offset);
        if (made == NULL)
            return refuse(where, number, offset, error);
        if (atomic_compare_exchange_strong(&pattern->compiled->code, &there, made))
            there = made;
        else
            pcre2_code_free(made);
    }
    *code = there;
    return 0;
}

static int check_cost(struct pattern *pattern, const char *where, stance_error *error)
{
    if (pattern->length > PATTERN_LENGTH_LIMIT)
        return error_set(error, STANCE_ARGUMENT, "%s: a pattern of more than %d bytes", where,
                         PATTERN_LENGTH_LIMIT);
    struct pattern_cost cost = pattern_cost_of(pattern->expression, pattern->length);
    if (cost.ranges > PATTERN_RANGES_LIMIT)
        return error_set(error, STANCE_ARGUMENT, "%s: ranges of %zu characters, more than %d",
                         where, cost.ranges, PATTERN_RANGES_LIMIT);
    pattern->stride = cost.repeat;
    return 0;
}

/* All that nobody has tried before. */
static int check(struct pattern *pattern, const char *where, stance_error *error)
{
    const pcre2_code *code;
    if (check_cost(pattern, where, error) != 0 || get_code(pattern, where, &code, error) != 0)
        return -1;
    uint32_t references = 0;
    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &references);
    if (references > 0)
        pattern->stride = SIZE_MAX;
    return 0;
}

int pattern_compile(const char *expression, size_t length, enum pattern_kind kind,
                    const char *where, struct pattern **pattern, stance_error *error)
{
    struct pattern *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->expression = memory_copy_string(expression, length);
    made->length = length;
    made->options = options_of(kind);
    made->compiled = memory_array(1, sizeof *made->compiled);
    int result = 0;
    if (made->expression == NULL || made->compiled == NULL)
        result = error_no_memory(error);
    else if (kind != PATTERN_TRUSTED)
        result = check(made, where, error);
    if (result != 0) {
        pattern_free(made);
        return -1;
    }
    *pattern = made;
    return 0;
}

bool pattern_is(const struct pattern *pattern, const char *expression, size_t length)
{
    return (pattern->options & PCRE2_CASELESS) == 0 && pattern->length == length &&
           memcmp(pattern->expression, expression, length) == 0;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    free(pattern->expression);
    struct compiled *compiled = pattern->compiled;
    for (int mode = 0; mode < MODES && compiled != NULL; mode++)
        pcre2_code_free(atomic_load(&compiled->heat[mode].jitted));
    if (compiled != NULL)
        pcre2_code_free(atomic_load(&compiled->code));
    free(compiled);
    free(pattern);
}

int pattern_scratch_new(struct pattern_scratch **scratch, stance_error *error)
{
    struct pattern_scratch *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->match = pcre2_match_data_create(1, NULL); /* where the whole match is, no groups */
    made->context = pcre2_match_context_create(NULL);
    made->stack = pcre2_jit_stack_create((size_t)32 << 10, JIT_STACK_MAX, NULL);
    if (made->match == NULL || made->context == NULL || made->stack == NULL) {
        pattern_scratch_free(made);
        return error_no_memory(error);
    }
    pcre2_set_depth_limit(made->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(made->context, HEAP_LIMIT_KIB);
    pcre2_jit_stack_assign(made->context, NULL, made->stack);
    pcre2_set_callout(made->context, charge, made);
    pattern_scratch_begin(made, 0);
    *scratch = made;
    return 0;
}

void pattern_scratch_free(struct pattern_scratch *scratch)
{
    if (scratch == NULL)
        return;
    pcre2_match_data_free(scratch->match);
    pcre2_match_context_free(scratch->context);
    pcre2_jit_stack_free(scratch->stack);
    free(scratch);
}

void pattern_scratch_begin(struct pattern_scratch *scratch, size_t length)
{
    scratch->left = WORK_BASE + WORK_BYTE * (uint64_t)length;
}

/* The code once more, as machine code; NULL where that cannot be. PCRE2 can make no machine code
 * that matches at one place only of code that may match anywhere. */
static pcre2_code *compile_jitted(const struct pattern *pattern, enum mode mode)
{
    int number;
    PCRE2_SIZE offset;
    pcre2_code *code = compile(pattern, mode == MODE_AT ? PCRE2_ANCHORED : 0, &number, &offset);
    if (code != NULL && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
        pcre2_code_free(code);
        return NULL;
    }
    return code;
}

/* The machine code, or NULL. The thread whose search is the JIT_AFTERth makes it; until it is there
 * the others go on without. */
static const pcre2_code *jitted_code(const struct pattern *pattern, enum mode mode)
{
    struct heat *heat = &pattern->compiled->heat[mode];
    pcre2_code *jitted = atomic_load_explicit(&heat->jitted, memory_order_acquire);
    if (jitted != NULL || atomic_load_explicit(&heat->searches, memory_order_relaxed) > JIT_AFTER ||
        atomic_fetch_add_explicit(&heat->searches, 1, memory_order_relaxed) != JIT_AFTER)
        return jitted;
    jitted = compile_jitted(pattern, mode);
    if (jitted != NULL)
        atomic_store_explicit(&heat->jitted, jitted, memory_order_release);
    return jitted;
}

static int gives_up(const struct pattern *pattern, int number, stance_error *error)
{
    PCRE2_UCHAR reason[128] = "";
    pcre2_get_error_message(number, reason, sizeof reason);
    size_t shown = utf8_cut(pattern->expression, pattern->length, SHOWN_MAX);
    return error_set(error, STANCE_DATA, "a pattern gave up: %s: %.*s%s", (const char *)reason,
                     (int)shown, pattern->expression, shown < pattern->length ? "..." : "");
}

/* Without machine code: the stack is the heap; and patterns run that ask not to be compiled,
 * (*NO_JIT). */
static int interpret(const struct pattern *pattern, struct pattern_scratch *scratch,
                     const char *text, size_t length, size_t from, enum mode mode, int *count,
                     stance_error *error)
{
    const pcre2_code *code;
    if (get_code(pattern, "a pattern", &code, error) != 0)
        return -1;
    uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | (mode == MODE_AT ? PCRE2_ANCHORED : 0);
    *count = pcre2_match(code, (PCRE2_SPTR)text, length, from, options, scratch->match,
                         scratch->context);
    return 0;
}

/* Matches; the scratch then holds where. */
static int run(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
               size_t length, size_t from, enum mode mode, bool *found, stance_error *error)
{
    size_t limit = MATCH_LIMIT_BASE + MATCH_LIMIT_BYTE * (length - from);
    pcre2_set_match_limit(scratch->context, limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX);
    scratch->place = from;
    scratch->stride = (pattern->stride < length ? pattern->stride : length) / STRIDE_UNIT;
    int count = PCRE2_ERROR_JIT_STACKLIMIT;
    /* Matching again from inside a text is where UTF-8 would be checked anew each time. */
    const pcre2_code *jitted = jitted_code(pattern, mode);
    if (jitted != NULL)
        count = pcre2_jit_match(jitted, (PCRE2_SPTR)text, length, from, PCRE2_NO_UTF_CHECK,
                                scratch->match, scratch->context);
    if ((count == PCRE2_ERROR_JIT_STACKLIMIT || count == PCRE2_ERROR_JIT_BADOPTION) &&
        interpret(pattern, scratch, text, length, from, mode, &count, error) != 0)
        return -1;
    *found = count >= 0;
    if (count >= 0 || count == PCRE2_ERROR_NOMATCH)
        return 0;
    if (count == PCRE2_ERROR_NOMEMORY)
        return error_no_memory(error);
    return gives_up(pattern, count, error);
}

int pattern_find(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                 size_t length, size_t from, struct pattern_match *match, bool *found,
                 stance_error *error)
{
    if (run(pattern, scratch, text, length, from, MODE_SEARCH, found, error) != 0)
        return -1;
    if (*found) {
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(scratch->match);
        /* \K in a lookaround may put the start behind the end, or before the place where the search
         * began: then the match is empty, or begins there. */
        match->end = ends[1] > from ? ends[1] : from;
        match->start = ends[0] > from ? ends[0] : from;
        if (match->start > match->end)
            match->start = match->end;
    }
    return 0;
}

int pattern_match_at(const struct pattern *pattern, struct pattern_scratch *scratch,
                     const char *text, size_t length, size_t at, bool *found, stance_error *error)
{
    return run(pattern, scratch, text, length, at, MODE_AT, found, error);
}

bool pattern_may_begin(const struct pattern *pattern, struct pattern_scratch *scratch,
                       const char *text, size_t length)
{
    const pcre2_code *code;
    stance_error error;
    uint32_t options = 0;
    if (get_code(pattern, "a pattern", &code, &error) != 0)
        return true;
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
    if ((options & PCRE2_ANCHORED) == 0)
        return true;
    pattern_scratch_begin(scratch, length);
    return pcre2_match(code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_JIT | PCRE2_PARTIAL_HARD,
                       scratch->match, scratch->context) != PCRE2_ERROR_NOMATCH;
}

void pattern_library_version(char version[32])
{
    char full[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, full); /* "10.42 2022-12-11"; at most 24 bytes are written */
    full[strcspn(full, " ")] = '\0';
    snprintf(version, 32, "%.31s", full);
}
