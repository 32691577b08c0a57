/* scanner_run() against PCRE2 with TOKENIZER_DEFAULT_PATTERN: the same tokens in any valid text. */
#include "text/scanner.h"

#include "base/file.h"
#include "base/random.h"
#include "base/utf8.h"
#include "check.h"
#include "text/pattern.h"
#include "text/tokenizer.h"

#include <stdint.h>
#include <stdlib.h>

#define N_TEXTS       20000
#define BLOCK         64 /* bytes that the scanner takes at a time */
#define CODE_POINTS   0x110000
#define N_CAPACITIES  3
#define CAPACITY_MOST 64

struct oracle {
    struct pattern *pattern;
    struct pattern_scratch *scratch;
    size_t n_tokens, n_wide; /* that were compared, and those of them that are not ASCII */
};

static void oracle_init(struct oracle *oracle)
{
    stance_error error;
    *oracle = (struct oracle){0};
    REQUIRE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN),
                            PATTERN_EXACT, "here", &oracle->pattern, &error) == 0);
    REQUIRE(pattern_scratch_new(&oracle->scratch, &error) == 0);
}

static void oracle_release(struct oracle *oracle)
{
    pattern_scratch_free(oracle->scratch);
    pattern_free(oracle->pattern);
}

static bool is_ascii(const char *text, size_t start, size_t end)
{
    while (start < end && (unsigned char)text[start] < 0x80)
        start++;
    return start == end;
}

/* Whether the next match of the pattern is the token; NULL: whether there is none. */
static bool same_next(struct oracle *oracle, const char *text, size_t length, size_t *from,
                      const struct scanned *token)
{
    struct pattern_match match;
    bool found;
    stance_error error;
    pattern_scratch_begin(oracle->scratch, length);
    if (pattern_find(oracle->pattern, oracle->scratch, text, length, *from, &match, &found,
                     &error) != 0)
        return false;
    if (!found || token == NULL)
        return !found && token == NULL;
    *from = match.end;
    oracle->n_tokens++;
    oracle->n_wide += !token->ascii;
    return token->start == match.start && token->end == match.end &&
           token->ascii == is_ascii(text, match.start, match.end);
}

static bool same_tokens(struct oracle *oracle, const char *text, size_t length, size_t capacity)
{
    struct scanned tokens[CAPACITY_MOST];
    size_t from = 0, scanned = 0, count;
    do {
        count = scanner_run(text, length, &scanned, tokens, capacity);
        if (count > capacity)
            return false;
        for (size_t i = 0; i < count; i++)
            if (!same_next(oracle, text, length, &from, &tokens[i]))
                return false;
        if (scanned != (count == capacity ? from : length))
            return false;
    } while (count == capacity);
    return same_next(oracle, text, length, &from, NULL);
}

/* In memory of just its length, so that the sanitizer sees who reads beyond it. */
static void compare(struct oracle *oracle, const char *text, size_t length)
{
    static const size_t capacities[N_CAPACITIES] = {CAPACITY_MOST, 1, 3};
    char *copy = malloc(length + (length == 0));
    REQUIRE(copy != NULL);
    if (length > 0)
        memcpy(copy, text, length);
    for (size_t i = 0; i < N_CAPACITIES; i++) {
        bool same = same_tokens(oracle, copy, length, capacities[i]);
        CHECK(same);
        if (!same)
            fprintf(stderr, "\ndiffers: '%.*s'\n", (int)(length < 500 ? length : 500), copy);
    }
    free(copy);
}

static const char *const cases[] = {
    "",
    " ",
    "a",
    "-",
    "'",
    "’",
    "-'’",
    "'a'",
    "’a’",
    "-a-",
    "a-b",
    "a--b",
    "a-'b",
    "a’’b",
    "a-’b",
    "a’-b",
    "a - b",
    "a-b-",
    "a-b'c’d-1",
    "a-é",
    "é-a",
    "é’é’",
    "a-é-b’c d'e",
    "rock-'n'-roll ’n’ rock’n’roll",
    "it's its' 'tis ’tis",
    "snake_case a.b a,b 2,500.00 50% 1st F-16 A/B",
    "\u0301",                              /* a combining mark alone */
    "e\u0301t\u0301",                      /* and behind letters */
    "e-\u0301 e'\u0301 \u0301-e",          /* and joined */
    "a\u00adb a-\u00adb",                  /* soft hyphen */
    "a\u200db \u200d",                     /* zero width joiner */
    "a\u200cb",                            /* zero width non-joiner */
    "a\u00a0b\u202fc\u3000d\ufeffe",       /* wide blanks */
    "a‘b a“b a”b a–b a—b a‐b a‑b a−b aʼb", /* what only looks like joiners, and U+02BC, a letter */
    "莫斯科否认 東京-大阪 日本’語",
    "МИД России — «нет»",
    "हिन्दी-में ไทย한국어 العربية’نفي ١٢٣ ½ Ⅷ ² ①",
    "😀 a😀b 👩\u200d👩\u200d👧 👍🏽 🇩🇪",
    "1\ufe0f\u20e3 ❤\ufe0f love",
    "𝒜𝒷𝒸 𐍈𐌰 𠀀𠀁-𠀂 𝟘𝟙 a𝒜'𝒷a 𐀀’𐀁", /* letters and digits of four bytes */
    "\uffff \U0010ffff a\U0010ffff",
    "\ue000 \xc2\x80 \x7f \x01\x02",
    "a\nb\tc\r\nd",
};

/* Each case at each place of a block, inside a word and outside, the last thing of the text and
 * not. */
static void test_nasty_cases(void)
{
    struct oracle oracle;
    oracle_init(&oracle);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t variant = 0; variant < (size_t)4 * (BLOCK + 1); variant++) {
            struct buffer text = BUFFER_EMPTY;
            for (size_t pad = variant / 4; pad > 0; pad--)
                buffer_append_char(&text, (variant & 1) != 0 ? 'a' : ' ');
            buffer_append_string(&text, cases[i]);
            if ((variant & 2) != 0)
                buffer_append_string(&text, "end of what goes on for more than a block of bytes, "
                                            "and without a word’s joiner-trouble");
            compare(&oracle, text.data, text.length);
            buffer_release(&text);
        }
    }
    oracle_release(&oracle);
}

static void test_a_nul_is_a_byte(void)
{
    struct oracle oracle;
    oracle_init(&oracle);
    compare(&oracle, "a\0b-\0'c\0", 8);
    CHECK_INT(oracle.n_tokens, 3 * N_CAPACITIES);
    oracle_release(&oracle);
}

static bool is_surrogate(uint32_t code_point)
{
    return code_point >= 0xd800 && code_point <= 0xdfff;
}

static void append_code_point(struct buffer *out, uint32_t c)
{
    if (c < 0x80) {
        buffer_append_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buffer_append_char(out, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        buffer_append_char(out, (char)(0xe0 | c >> 12));
        buffer_append_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    } else {
        buffer_append_char(out, (char)(0xf0 | c >> 18));
        buffer_append_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        buffer_append_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    buffer_append_char(out, (char)(0x80 | (c & 0x3f)));
}

/* Each code point alone, inside a word, and on both sides of each joiner. */
static void test_every_code_point(void)
{
    struct oracle oracle;
    struct buffer text = BUFFER_EMPTY;
    oracle_init(&oracle);
    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        if (!is_surrogate(c)) {
            static const char *const before[] = {" ", " a", "b a-", "-b a'", "’c ’", "’d "};
            for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
                buffer_append_string(&text, before[i]);
                append_code_point(&text, c);
            }
        }
        if (c % 256 == 255 && text.length > 0) {
            CHECK_INT(utf8_valid_prefix(text.data, text.length), text.length);
            compare(&oracle, text.data, text.length);
            buffer_reset(&text);
        }
    }
    CHECK(oracle.n_tokens > CODE_POINTS);
    buffer_release(&text);
    oracle_release(&oracle);
}

/* The whole file, then each of its lines. */
static void test_the_training_texts(void)
{
    struct oracle oracle;
    struct buffer file = BUFFER_EMPTY;
    stance_error error;
    oracle_init(&oracle);
    REQUIRE(file_read_all("training/stance.tsv", (size_t)1 << 28, &file, &error) == 0);
    compare(&oracle, file.data, file.length);
    for (size_t from = 0; from < file.length;) {
        const char *line = file.data + from, *newline = memchr(line, '\n', file.length - from);
        size_t length = newline == NULL ? file.length - from : (size_t)(newline - line);
        compare(&oracle, line, length);
        from += length + 1;
    }
    CHECK(oracle.n_tokens > 100000 && oracle.n_wide > 100);
    buffer_release(&file);
    oracle_release(&oracle);
}

static uint32_t random_code_point(struct random *random)
{
    /* Of all planes, of the one that is in use, of Latin, combining marks, Greek and Cyrillic, and
     * of U+2019 and its neighbours. */
    static const uint32_t begin[] = {0, 0, 0x80, 0x2010},
                          end[] = {CODE_POINTS, 0x10000, 0x500, 0x2030};
    size_t range = (size_t)random_below(random, sizeof begin / sizeof begin[0]);
    for (;;) {
        uint32_t c = begin[range] + (uint32_t)random_below(random, end[range] - begin[range]);
        if (!is_surrogate(c))
            return c;
    }
}

static void append_random(struct random *random, struct buffer *out)
{
    static const char *const joiners[] = {"-", "'", "’"};
    static const char *const gaps[] = {" ", ", ", "\n", "“", "” "};
    switch (random_below(random, 6)) {
    case 0:
        buffer_append_string(out, joiners[random_below(random, 3)]);
        break;
    case 1:
        buffer_append_string(out, gaps[random_below(random, 5)]);
        break;
    case 2:
        append_code_point(out, random_code_point(random));
        break;
    default:
        for (uint64_t letters = 1 + random_below(random, 9); letters > 0; letters--)
            buffer_append_char(out, (char)('a' + random_below(random, 26)));
    }
}

static void test_random_texts(void)
{
    struct oracle oracle;
    struct random random;
    oracle_init(&oracle);
    random_seed(&random, 1);
    for (size_t i = 0; i < N_TEXTS; i++) {
        struct buffer text = BUFFER_EMPTY;
        for (uint64_t parts = random_below(&random, 100); parts > 0; parts--)
            append_random(&random, &text);
        CHECK_INT(utf8_valid_prefix(text.data, text.length), text.length);
        compare(&oracle, text.data, text.length);
        buffer_release(&text);
    }
    CHECK(oracle.n_tokens > (size_t)10 * N_TEXTS && oracle.n_wide > (size_t)2 * N_TEXTS);
    oracle_release(&oracle);
}

const struct suite suite_scanner = {
    "diff/scanner",
    (const struct test[]){
        {"nasty cases", test_nasty_cases},
        {"a NUL is a byte as others", test_a_nul_is_a_byte},
        {"every code point", test_every_code_point},
        {"the training texts", test_the_training_texts},
        {"random texts", test_random_texts},
        {NULL, NULL},
    },
};
