/* In: a regular expression. Out: literals that a match cannot be without. Must not know texts. */
#include "text/literals.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* An expression is read into a shape, which stands for everything that it may match:
 *
 *     shape = pieces (each written out)  +  where `open`, texts of which only the needs are known
 *
 * A piece is a text in symbols: a … z themselves, '#' a digit, '*' any run of letters and digits,
 * '|' an edge of a word (of no width), ' ' one or more characters that are neither letter nor
 * digit,
 * '-' a joiner: one of ' ’ - , which a token may hold between two letters. A shape may stand for
 * more than the expression matches, never for less. */

#define PIECE_MAX  47    /* symbols */
#define PIECES_MAX 256   /* more are turned into needs */
#define NEED_MAX   1024  /* literals in a need; one with more is dropped */
#define NEEDS_MAX  3     /* the best ones are kept */
#define WORK_MAX   40000 /* pieces and literals written for one expression: some milliseconds */
#define DEPTH_MAX  250   /* of groups; PCRE2 stops before */

#define APOSTROPHE       0x27
#define RIGHT_APOSTROPHE 0x2019

struct piece {
    unsigned char length;
    char symbols[PIECE_MAX];
};

struct pieces {
    struct piece *items; /* [count] */
    size_t count;
    size_t capacity;
};

/* One of the literals must occur. */
struct need {
    struct literal_set literals;
    double cost; /* of how many texts in one that holds, at a guess */
};

struct shape {
    struct pieces pieces;
    bool open;
    struct need needs[NEEDS_MAX]; /* [n_needs] all of them, of the open texts; the cheapest first */
    size_t n_needs;
};

#define SHAPE_EMPTY ((struct shape){0})

struct parser {
    const char *at;
    const char *end;
    size_t work;
    size_t depth;
    bool odd;       /* something that is not understood here */
    bool no_memory; /* either ends the parsing */
    bool confined;  /* a match in a part of a text is a match in the text */
};

/* ---- what a literal is worth ---- */

/* Of 100 paragraphs of news, so many have the word (counted in training/stance.tsv, roughly). */
static const struct {
    char word[8];
    unsigned char percent;
} frequent[] = {
    {"a", 80},     {"about", 12}, {"after", 12}, {"all", 8},   {"an", 35},    {"and", 75},
    {"any", 9},    {"are", 20},   {"as", 25},    {"at", 35},   {"be", 22},    {"been", 15},
    {"being", 5},  {"but", 20},   {"by", 35},    {"can", 8},   {"did", 8},    {"do", 6},
    {"for", 50},   {"from", 30},  {"had", 30},   {"has", 22},  {"have", 20},  {"he", 25},
    {"her", 12},   {"his", 20},   {"i", 10},     {"in", 70},   {"is", 30},    {"it", 35},
    {"its", 25},   {"m", 5},      {"more", 8},   {"my", 5},    {"no", 15},    {"not", 25},
    {"of", 75},    {"on", 55},    {"one", 12},   {"or", 15},   {"our", 12},   {"out", 10},
    {"over", 12},  {"re", 5},     {"s", 40},     {"said", 55}, {"she", 12},   {"t", 10},
    {"that", 50},  {"the", 95},   {"their", 18}, {"they", 15}, {"this", 12},  {"to", 75},
    {"two", 12},   {"up", 10},    {"us", 5},     {"was", 35},  {"we", 15},    {"were", 20},
    {"which", 10}, {"who", 15},   {"will", 12},  {"with", 40}, {"would", 12},
};

static double literal_cost(const struct literal *literal)
{
    /* By the number of letters, up to 6, and of edges. */
    static const double guess[7][3] = {{1, 1, 1},          {0.95, 0.7, 0.05},  {0.6, 0.3, 0.05},
                                       {0.25, 0.12, 0.02}, {0.08, 0.05, 0.02}, {0.03, 0.02, 0.015},
                                       {0.01, 0.01, 0.01}};
    const char *letters = literal->symbols;
    size_t length = literal->length, edges = 0;
    if (letters[0] == '|') {
        letters++;
        length--;
        edges++;
    }
    if (length > 0 && letters[length - 1] == '|') {
        length--;
        edges++;
    }
    if (length > 0 && letters[0] == '#')
        return 0.4;
    size_t count = edges == 2 && length < 6 ? sizeof frequent / sizeof frequent[0] : 0;
    for (size_t i = 0; i < count; i++)
        if (frequent[i].word[0] == letters[0] && frequent[i].word[length] == '\0' &&
            memcmp(frequent[i].word, letters, length) == 0)
            return frequent[i].percent / 100.0;
    return guess[length < 6 ? length : 6][edges];
}

static bool is_letter(char symbol)
{
    return (symbol >= 'a' && symbol <= 'z') || symbol == '#';
}

static bool is_edge(char symbol)
{
    return symbol == '|' || symbol == ' ' || symbol == '-';
}

/* The literal of the run of letters from `start` to `end`. Returns whether it is of use: a single
 * letter inside a word is in every text. */
static bool literal_from(const struct piece *piece, size_t start, size_t end,
                         struct literal *literal)
{
    bool left = start > 0 && is_edge(piece->symbols[start - 1]);
    bool right = end < piece->length && is_edge(piece->symbols[end]);
    if (end - start < 2 && !(left && right) && piece->symbols[start] != '#')
        return false;
    size_t length = 0;
    memset(literal, 0, sizeof *literal); /* compared as a whole */
    if (left)
        literal->symbols[length++] = '|';
    for (; start < end && length < LITERAL_MAX; start++)
        literal->symbols[length++] = piece->symbols[start];
    if (right && start == end && length < LITERAL_MAX)
        literal->symbols[length++] = '|';
    literal->length = (unsigned char)length;
    return true;
}

/* The rarest literal of a piece, and the next but that one: the same where there is one alone.
 * Returns whether there is any. */
static bool literals_of(const struct piece *piece, struct literal rarest[2])
{
    double cost[2] = {0, 0};
    size_t count = 0;
    for (size_t start = 0; start < piece->length;) {
        size_t end = start;
        while (end < piece->length && is_letter(piece->symbols[end]))
            end++;
        struct literal literal;
        if (end > start && literal_from(piece, start, end, &literal)) {
            double its_cost = literal_cost(&literal);
            if (count == 0 || its_cost < cost[0]) {
                rarest[1] = rarest[0];
                cost[1] = cost[0];
                rarest[0] = literal;
                cost[0] = its_cost;
            } else if (count == 1 || its_cost < cost[1]) {
                rarest[1] = literal;
                cost[1] = its_cost;
            }
            count++;
        }
        start = end + 1;
    }
    if (count == 1)
        rarest[1] = rarest[0];
    return count > 0;
}

/* ---- sets ---- */

static int spend(struct parser *parser, size_t work)
{
    parser->work += work;
    parser->odd = parser->odd || parser->work > WORK_MAX;
    return parser->odd ? -1 : 0;
}

static int add_piece(struct parser *parser, struct pieces *pieces, const struct piece *piece)
{
    if (spend(parser, 1) != 0)
        return -1;
    if (memory_reserve(&pieces->items, &pieces->capacity, pieces->count + 1,
                       sizeof *pieces->items) != 0) {
        parser->no_memory = true;
        return -1;
    }
    pieces->items[pieces->count++] = *piece;
    return 0;
}

static int compare_literals(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(struct literal));
}

/* Keeps out only what was added last; keep_once() does the rest. */
static int add_literal(struct parser *parser, struct literal_set *set,
                       const struct literal *literal)
{
    if (set->count > 0 && compare_literals(&set->items[set->count - 1], literal) == 0)
        return 0;
    if (spend(parser, 1) != 0)
        return -1;
    if (memory_reserve(&set->items, &set->capacity, set->count + 1, sizeof *set->items) != 0) {
        parser->no_memory = true;
        return -1;
    }
    set->items[set->count++] = *literal;
    return 0;
}

static void keep_once(struct literal_set *set)
{
    if (set->count == 0)
        return;
    qsort(set->items, set->count, sizeof *set->items, compare_literals);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++)
        if (compare_literals(&set->items[i], &set->items[kept - 1]) != 0)
            set->items[kept++] = set->items[i];
    set->count = kept;
}

static void need_release(struct need *need)
{
    free(need->literals.items);
    *need = (struct need){0};
}

static void need_finish(struct need *need)
{
    keep_once(&need->literals);
    need->cost = 0;
    for (size_t i = 0; i < need->literals.count; i++)
        need->cost += literal_cost(&need->literals.items[i]);
}

static void needs_release(struct shape *shape)
{
    for (size_t i = 0; i < shape->n_needs; i++)
        need_release(&shape->needs[i]);
    shape->n_needs = 0;
}

static void shape_release(struct shape *shape)
{
    free(shape->pieces.items);
    needs_release(shape);
    *shape = SHAPE_EMPTY;
}

/* Whether two needs have so much in common that the second says little more than the first. */
static bool are_alike(const struct literal_set *a, const struct literal_set *b)
{
    size_t common = 0, i = 0, k = 0;
    while (i < a->count && k < b->count) {
        int order = compare_literals(&a->items[i], &b->items[k]);
        common += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return 2 * common > (a->count < b->count ? a->count : b->count);
}

/* Takes a need over. Of two that are alike the cheaper stays; where there are too many, the most
 * costly goes. */
static void insert_need(struct shape *shape, struct need *need)
{
    size_t twin = 0;
    while (twin < shape->n_needs && !are_alike(&shape->needs[twin].literals, &need->literals))
        twin++;
    if (need->literals.count > NEED_MAX ||
        (twin < shape->n_needs && shape->needs[twin].cost <= need->cost)) {
        need_release(need);
        return;
    }
    if (twin < shape->n_needs) {
        need_release(&shape->needs[twin]);
        for (shape->n_needs--; twin < shape->n_needs; twin++)
            shape->needs[twin] = shape->needs[twin + 1];
    }
    for (size_t i = 0; i < shape->n_needs; i++)
        if (need->cost < shape->needs[i].cost) {
            struct need other = shape->needs[i];
            shape->needs[i] = *need;
            *need = other;
        }
    if (shape->n_needs < NEEDS_MAX)
        shape->needs[shape->n_needs++] = *need;
    else
        need_release(need);
    *need = (struct need){0};
}

/* The needs of both: they stand one after the other. Takes those of `right` over. */
static void needs_and(struct shape *left, struct shape *right)
{
    for (size_t i = 0; i < right->n_needs; i++)
        insert_need(left, &right->needs[i]);
    right->n_needs = 0;
}

static int append_literals(struct parser *parser, struct literal_set *set,
                           const struct literal_set *more)
{
    for (size_t i = 0; i < more->count; i++)
        if (add_literal(parser, set, &more->items[i]) != 0)
            return -1;
    return 0;
}

/* What either asks for: the cheapest need of the one or that of the other, then the second. Where
 * one has fewer needs, its last serves again. */
static int needs_or(struct parser *parser, struct shape *left, const struct shape *right)
{
    if (left->n_needs == 0 || right->n_needs == 0) {
        needs_release(left);
        return 0;
    }
    size_t count = left->n_needs > right->n_needs ? left->n_needs : right->n_needs;
    struct shape both = SHAPE_EMPTY;
    for (size_t i = 0; i < count; i++) {
        size_t a = i < left->n_needs ? i : left->n_needs - 1;
        size_t b = i < right->n_needs ? i : right->n_needs - 1;
        struct need need = {0};
        if (append_literals(parser, &need.literals, &left->needs[a].literals) != 0 ||
            append_literals(parser, &need.literals, &right->needs[b].literals) != 0) {
            need_release(&need);
            needs_release(&both);
            return -1;
        }
        need_finish(&need);
        insert_need(&both, &need);
    }
    needs_release(left);
    memcpy(left->needs, both.needs, sizeof left->needs);
    left->n_needs = both.n_needs;
    return 0;
}

/* Adds to the open texts those of `more`, of which the needs are known. */
static int open_or(struct parser *parser, struct shape *shape, struct shape *more)
{
    if (shape->open)
        return needs_or(parser, shape, more);
    shape->open = true;
    needs_and(shape, more);
    return 0;
}

/* Sets the needs of `out` to those of the pieces. None where a piece asks for nothing. */
static int needs_of_pieces(struct parser *parser, const struct pieces *pieces, struct shape *out)
{
    struct need need[2] = {{.cost = 0}, {.cost = 0}};
    int result = 0;
    bool some = true;
    for (size_t i = 0; i < pieces->count && some && result == 0; i++) {
        struct literal rarest[2];
        some = literals_of(&pieces->items[i], rarest);
        for (size_t k = 0; k < 2 && some && result == 0; k++)
            result = add_literal(parser, &need[k].literals, &rarest[k]);
    }
    for (size_t k = 0; k < 2; k++) {
        need_finish(&need[k]);
        if (result == 0 && some && pieces->count > 0)
            insert_need(out, &need[k]);
        need_release(&need[k]);
    }
    return result;
}

/* ---- shapes ---- */

static int shape_of_symbol(struct parser *parser, char symbol, struct shape *shape)
{
    struct piece piece = {.length = symbol != '\0', .symbols = {symbol}};
    return add_piece(parser, &shape->pieces, &piece);
}

/* The pieces become open texts. */
static int shape_open(struct parser *parser, struct shape *shape)
{
    struct shape more = SHAPE_EMPTY;
    int result = 0;
    if (shape->pieces.count > 0) {
        result = needs_of_pieces(parser, &shape->pieces, &more);
        if (result == 0)
            result = open_or(parser, shape, &more);
        shape->pieces.count = 0;
    }
    needs_release(&more);
    return result;
}

static bool product_fits(const struct pieces *left, const struct pieces *right)
{
    size_t longest[2] = {0, 0};
    const struct pieces *both[2] = {left, right};
    if (left->count * right->count > PIECES_MAX)
        return false;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->count; i++)
            if (both[k]->items[i].length > longest[k])
                longest[k] = both[k]->items[i].length;
    return longest[0] + longest[1] <= PIECE_MAX;
}

static void piece_append(struct piece *piece, const struct piece *more)
{
    memcpy(piece->symbols + piece->length, more->symbols, more->length);
    piece->length = (unsigned char)(piece->length + more->length);
}

/* Each piece of `left` with each of `right` behind it. */
static int pieces_multiply(struct parser *parser, struct pieces *left, const struct pieces *right)
{
    if (right->count == 1) {
        for (size_t i = 0; i < left->count; i++)
            piece_append(&left->items[i], &right->items[0]);
        return spend(parser, 1 + left->count / 8);
    }
    struct pieces product = {0};
    int result = 0;
    for (size_t i = 0; i < left->count && result == 0; i++)
        for (size_t k = 0; k < right->count && result == 0; k++) {
            struct piece piece = left->items[i];
            piece_append(&piece, &right->items[k]);
            result = add_piece(parser, &product, &piece);
        }
    free(left->items);
    *left = product;
    return result;
}

/* A copy of what the whole shape needs, pieces and open texts. */
static int whole_needs(struct parser *parser, const struct shape *shape, struct shape *out)
{
    struct shape pieces = SHAPE_EMPTY;
    int result = 0;
    if (shape->open) {
        out->open = true;
        for (size_t i = 0; i < shape->n_needs && result == 0; i++) {
            struct need need = {0};
            result = append_literals(parser, &need.literals, &shape->needs[i].literals);
            need.cost = shape->needs[i].cost;
            insert_need(out, &need);
        }
    }
    if (result == 0 && shape->pieces.count > 0) {
        result = needs_of_pieces(parser, &shape->pieces, &pieces);
        if (result == 0)
            result = open_or(parser, out, &pieces);
    }
    needs_release(&pieces);
    return result;
}

/* Puts `right` behind `left`:
 *
 *     (pieces + open)(pieces' + open') = pieces pieces' + open (pieces' + open') + pieces open'
 */
static int shape_join(struct parser *parser, struct shape *left, struct shape *right)
{
    struct shape before = SHAPE_EMPTY, after = SHAPE_EMPTY;
    int result = 0;
    if (!product_fits(&left->pieces, &right->pieces))
        result = shape_open(parser, left);
    if (result == 0 && left->open)
        result = whole_needs(parser, right, &after);
    if (result == 0 && right->open && left->pieces.count > 0)
        result = needs_of_pieces(parser, &left->pieces, &before);
    if (result == 0) {
        if (left->open)
            needs_and(left, &after);
        if (right->open && left->pieces.count > 0) {
            needs_and(&before, right);
            result = open_or(parser, left, &before);
        }
    }
    if (result == 0)
        result = pieces_multiply(parser, &left->pieces, &right->pieces);
    needs_release(&before);
    needs_release(&after);
    return result;
}

/* Adds what `right` stands for to `left`. */
static int shape_or(struct parser *parser, struct shape *left, struct shape *right)
{
    for (size_t i = 0; i < right->pieces.count; i++)
        if (add_piece(parser, &left->pieces, &right->pieces.items[i]) != 0)
            return -1;
    if (right->open && open_or(parser, left, right) != 0)
        return -1;
    return left->pieces.count > PIECES_MAX ? shape_open(parser, left) : 0;
}

/* Anything at all. */
static void shape_anything(struct shape *shape)
{
    shape_release(shape);
    shape->open = true;
}

static bool is_one_word(const struct shape *shape)
{
    for (size_t i = 0; i < shape->pieces.count; i++)
        for (size_t k = 0; k < shape->pieces.items[i].length; k++)
            if (!is_letter(shape->pieces.items[i].symbols[k]) &&
                shape->pieces.items[i].symbols[k] != '*')
                return false;
    return !shape->open;
}

/* Nothing but what stands between words: any number of it is again that. */
static bool is_gap(const struct shape *shape)
{
    for (size_t i = 0; i < shape->pieces.count; i++)
        if (shape->pieces.items[i].length != 1 ||
            (shape->pieces.items[i].symbols[0] != ' ' && shape->pieces.items[i].symbols[0] != '-'))
            return false;
    return shape->pieces.count > 0 && !shape->open;
}

/* The shape, `least` to `most` times. */
static int shape_repeat(struct parser *parser, struct shape *shape, size_t least, size_t most)
{
    if (most == 0 || (most == 1 && least == 0)) {
        if (most == 0)
            shape_release(shape);
        return shape_of_symbol(parser, '\0', shape);
    }
    if (most == 1)
        return 0;
    if (is_gap(shape)) {
        shape_release(shape);
        if (shape_of_symbol(parser, ' ', shape) != 0)
            return -1;
        return least > 0 ? 0 : shape_of_symbol(parser, '\0', shape);
    }
    struct shape rest = SHAPE_EMPTY;
    int result = 0;
    if (is_one_word(shape))
        result = shape_of_symbol(parser, '*', &rest);
    else
        shape_anything(&rest);
    if (result == 0 && least > 0) {
        result = shape_join(parser, shape, &rest);
        shape_release(&rest);
        return result;
    }
    shape_release(shape);
    *shape = rest;
    return result;
}

/* ---- the expression ---- */

static int give_up(struct parser *parser)
{
    parser->odd = true;
    return -1;
}

static int parse_alternation(struct parser *parser, struct shape *shape);

/* The symbol of a code point: '\0' where nothing is known of it. */
static char symbol_of(uint32_t code_point)
{
    if (code_point >= 'A' && code_point <= 'Z')
        return (char)(code_point + ('a' - 'A'));
    if (code_point >= 'a' && code_point <= 'z')
        return (char)code_point;
    if (code_point >= '0' && code_point <= '9')
        return '#';
    if (code_point == APOSTROPHE || code_point == RIGHT_APOSTROPHE || code_point == '-')
        return '-';
    if (code_point == '_')
        return '\0';
    /* Dashes, quotation marks and dots of U+2010 … U+2027, and what ASCII has. */
    return code_point < 0x80 || (code_point >= 0x2010 && code_point <= 0x2027) ? ' ' : '\0';
}

/* Takes a code point of valid UTF-8. */
static uint32_t take_code_point(struct parser *parser)
{
    unsigned char lead = (unsigned char)*parser->at++;
    if (lead < 0x80)
        return lead;
    size_t more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    uint32_t code_point = lead & (0x3fu >> more);
    for (; more > 0 && parser->at < parser->end; more--)
        code_point = code_point << 6 | ((unsigned char)*parser->at++ & 0x3f);
    return code_point;
}

/* What stands behind a backslash, alike inside a class and outside: 'w' and so on for a kind, or 0
 * for the character itself, which is then in *code_point. -1: not known here. */
static int take_escape(struct parser *parser, uint32_t *code_point)
{
    if (parser->at == parser->end)
        return give_up(parser);
    char c = *parser->at;
    if (strchr("wWdDsS", c) != NULL && c != '\0') {
        parser->at++;
        return c;
    }
    if (c == 'n' || c == 't' || c == 'r' || c == 'f') {
        parser->at++;
        *code_point = ' '; /* as good as any white space */
        return 0;
    }
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return give_up(parser);
    *code_point = take_code_point(parser);
    return 0;
}

/* The members of a class, as symbols. */
struct members {
    bool any;          /* more than can be listed */
    bool seen[128];    /* by symbol */
    bool straight;     /* ' is a member */
    bool curly;        /* ’ is a member */
    bool asks_nothing; /* a member is no letter and no known mark */
};

static void add_kind(struct members *members, int kind)
{
    if (kind == 'w')
        members->seen['*'] = true;
    else if (kind == 'd')
        members->seen['#'] = true;
    else if (kind == 's')
        members->seen[' '] = true;
    else
        members->any = true; /* either apostrophe is a member of \W, \D, \S */
}

static void add_range(struct members *members, uint32_t low, uint32_t high)
{
    members->straight |= low <= APOSTROPHE && APOSTROPHE <= high;
    members->curly |= low <= RIGHT_APOSTROPHE && RIGHT_APOSTROPHE <= high;
    if (high - low > 127) {
        members->any = true;
        return;
    }
    for (uint32_t c = low; c <= high; c++) {
        char symbol = symbol_of(c);
        if (symbol == '\0')
            members->any = true;
        else
            members->seen[(unsigned char)symbol] = true;
    }
}

static int take_member(struct parser *parser, struct members *members)
{
    uint32_t low = (unsigned char)*parser->at;
    int kind = 0;
    if (*parser->at == '[') /* [:alpha:] perhaps */
        return give_up(parser);
    if (*parser->at == '\\') {
        parser->at++;
        kind = take_escape(parser, &low);
        if (kind < 0)
            return -1;
    } else {
        low = take_code_point(parser);
    }
    if (kind != 0) {
        add_kind(members, kind);
        return 0;
    }
    uint32_t high = low;
    if (parser->end - parser->at >= 2 && parser->at[0] == '-' && parser->at[1] != ']') {
        parser->at++;
        if (*parser->at == '\\' || *parser->at == '[')
            return give_up(parser);
        high = take_code_point(parser);
    }
    if (high < low)
        return give_up(parser);
    add_range(members, low, high);
    return 0;
}

/* A class, up to four members of it one by one. */
static int shape_of_members(struct parser *parser, const struct members *members,
                            struct shape *shape)
{
    size_t letters = 0, count = 0;
    for (size_t c = 0; c < 128; c++) {
        count += members->seen[c];
        letters += members->seen[c] && (is_letter((char)c) || c == '*');
    }
    if (!members->any && letters == count && (count > 4 || members->seen['*']))
        return shape_of_symbol(parser, '*', shape);
    if (members->any || count > 4 || count == 0 || members->seen['*']) {
        shape_anything(shape);
        return 0;
    }
    for (char c = 1; c < 127; c++)
        if (members->seen[(unsigned char)c] && shape_of_symbol(parser, c, shape) != 0)
            return -1;
    return 0;
}

static int shape_of_code_point(struct parser *parser, uint32_t code_point, struct shape *shape)
{
    char symbol = symbol_of(code_point);
    /* Folding makes one apostrophe of two: a word cannot speak for a pattern that tells them apart.
     */
    if (code_point == APOSTROPHE || code_point == RIGHT_APOSTROPHE)
        parser->confined = false;
    if (symbol != '\0')
        return shape_of_symbol(parser, symbol, shape);
    shape_anything(shape);
    return 0;
}

/* Behind '['. */
static int parse_class(struct parser *parser, struct shape *shape)
{
    struct members members = {0};
    bool negated = parser->at < parser->end && *parser->at == '^';
    parser->at += negated;
    for (bool first = true;; first = false) {
        if (parser->at == parser->end)
            return give_up(parser);
        if (*parser->at == ']' && !first)
            break;
        if (take_member(parser, &members) != 0)
            return -1;
    }
    parser->at++;
    if (members.straight != members.curly)
        parser->confined = false;
    members.any |= negated;
    return shape_of_members(parser, &members, shape);
}

/* Behind '\', outside of a class. */
static int parse_escape(struct parser *parser, struct shape *shape)
{
    if (parser->at == parser->end)
        return give_up(parser);
    char c = *parser->at;
    if (c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z') {
        parser->at++;
        parser->confined &= c == 'b' || c == 'B';
        return shape_of_symbol(parser, c == 'B' ? '\0' : '|', shape);
    }
    struct members members = {0};
    uint32_t code_point = 0;
    int kind = take_escape(parser, &code_point);
    if (kind < 0)
        return -1;
    if (kind == 0)
        return shape_of_code_point(parser, code_point, shape);
    add_kind(&members, kind);
    return shape_of_members(parser, &members, shape);
}

/* Behind '('. */
static int parse_group(struct parser *parser, struct shape *shape)
{
    static const struct {
        char opening[4];
        bool around; /* of no width */
        bool confined;
    } kinds[] = {
        {"?:", false, true},  {"?=", true, false},  {"?!", true, false},
        {"?<=", true, false}, {"?<!", true, false}, {"?>", false, false},
    };
    bool around = false;
    if (parser->at < parser->end && (*parser->at == '?' || *parser->at == '*')) {
        size_t k = 0, count = sizeof kinds / sizeof kinds[0];
        size_t left = (size_t)(parser->end - parser->at);
        while (k < count && (strlen(kinds[k].opening) > left ||
                             memcmp(parser->at, kinds[k].opening, strlen(kinds[k].opening)) != 0))
            k++;
        if (k == count)
            return give_up(parser); /* an option, a verb, a name, a condition, a recursion */
        parser->at += strlen(kinds[k].opening);
        parser->confined &= kinds[k].confined;
        around = kinds[k].around;
    }
    if (++parser->depth > DEPTH_MAX)
        return give_up(parser);
    if (parse_alternation(parser, shape) != 0)
        return -1;
    parser->depth--;
    if (parser->at == parser->end || *parser->at != ')')
        return give_up(parser);
    parser->at++;
    if (!around)
        return 0;
    shape_release(shape);
    return shape_of_symbol(parser, '\0', shape);
}

static int parse_atom(struct parser *parser, struct shape *shape)
{
    char c = *parser->at;
    if (c == '(' || c == '[' || c == '\\') {
        parser->at++;
        return c == '('   ? parse_group(parser, shape)
               : c == '[' ? parse_class(parser, shape)
                          : parse_escape(parser, shape);
    }
    if (c == '^' || c == '$') {
        parser->at++;
        parser->confined = false;
        return shape_of_symbol(parser, c == '^' ? '|' : '\0', shape);
    }
    if (c == '.') {
        parser->at++;
        shape_anything(shape);
        return 0;
    }
    if (c == '*' || c == '+' || c == '?' || c == '{')
        return give_up(parser);
    return shape_of_code_point(parser, take_code_point(parser), shape);
}

static bool take_number(struct parser *parser, size_t *number)
{
    const char *start = parser->at;
    *number = 0;
    while (parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9' &&
           parser->at - start < 6)
        *number = *number * 10 + (size_t)(*parser->at++ - '0');
    return parser->at > start;
}

/* The bounds of {m}, {m,} or {m,n}, behind the brace. */
static int take_bounds(struct parser *parser, size_t *least, size_t *most)
{
    if (!take_number(parser, least))
        return give_up(parser);
    *most = *least;
    if (parser->at < parser->end && *parser->at == ',') {
        parser->at++;
        if (!take_number(parser, most))
            *most = SIZE_MAX;
    }
    if (parser->at == parser->end || *parser->at != '}')
        return give_up(parser);
    parser->at++;
    return 0;
}

static bool at_quantifier(const struct parser *parser)
{
    return parser->at < parser->end &&
           (*parser->at == '*' || *parser->at == '+' || *parser->at == '?' || *parser->at == '{');
}

static int parse_quantifier(struct parser *parser, struct shape *shape)
{
    if (!at_quantifier(parser))
        return 0;
    char c = *parser->at++;
    size_t least = c == '+', most = c == '?' ? 1 : SIZE_MAX;
    if (c == '{' && take_bounds(parser, &least, &most) != 0)
        return -1;
    if (parser->at < parser->end && (*parser->at == '?' || *parser->at == '+'))
        parser->confined &= *parser->at++ == '?';
    if (at_quantifier(parser))
        return give_up(parser);
    return shape_repeat(parser, shape, least, most);
}

/* Letters, digits and blanks that no quantifier stands behind: most of a pattern, and the same as
 * atoms one by one. */
static int take_plain_run(struct parser *parser, struct pieces *run)
{
    size_t longest = 0, taken = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->items[i].length > longest)
            longest = run->items[i].length;
    for (; parser->at < parser->end && longest + taken < PIECE_MAX; taken++) {
        const char *next = parser->at + 1;
        char symbol = symbol_of((unsigned char)*parser->at);
        if ((unsigned char)*parser->at >= 0x80 || (!is_letter(symbol) && *parser->at != ' ') ||
            (next < parser->end && strchr("?*+{", *next) != NULL))
            break;
        for (size_t i = 0; i < run->count; i++)
            run->items[i].symbols[run->items[i].length++] = symbol;
        parser->at++;
    }
    return taken == 0 ? 0 : spend(parser, 1 + taken * run->count / 8);
}

/* One atom after the other. `run` is what stands in pieces since the last thing that could not be
 * written out, so that letters become words before they become needs. */
static int parse_sequence(struct parser *parser, struct shape *head)
{
    struct shape run = SHAPE_EMPTY, item = SHAPE_EMPTY;
    int result = shape_of_symbol(parser, '\0', head);
    if (result == 0)
        result = shape_of_symbol(parser, '\0', &run);
    while (result == 0 && parser->at < parser->end && *parser->at != '|' && *parser->at != ')') {
        const char *before = parser->at;
        result = take_plain_run(parser, &run.pieces);
        if (result == 0 && parser->at > before)
            continue;
        if (result == 0)
            result = parse_atom(parser, &item);
        if (result == 0)
            result = parse_quantifier(parser, &item);
        if (result != 0)
            break;
        if (!item.open && product_fits(&run.pieces, &item.pieces)) {
            result = pieces_multiply(parser, &run.pieces, &item.pieces);
        } else {
            result = shape_join(parser, head, &run);
            shape_release(&run);
            if (result == 0 && item.open) {
                result = shape_join(parser, head, &item);
                shape_release(&item);
                if (result == 0)
                    result = shape_of_symbol(parser, '\0', &run);
            } else {
                run = item;
                item = SHAPE_EMPTY;
            }
        }
        shape_release(&item);
    }
    if (result == 0)
        result = shape_join(parser, head, &run);
    shape_release(&run);
    shape_release(&item);
    return result;
}

static int parse_alternation(struct parser *parser, struct shape *shape)
{
    int result = parse_sequence(parser, shape);
    while (result == 0 && parser->at < parser->end && *parser->at == '|') {
        struct shape other = SHAPE_EMPTY;
        parser->at++;
        result = parse_sequence(parser, &other);
        if (result == 0)
            result = shape_or(parser, shape, &other);
        shape_release(&other);
    }
    return result;
}

/* ---- the verdict ---- */

/* The piece lies inside one token: joiners have a letter or digit on either side. */
static bool lies_in_a_token(const struct piece *piece)
{
    for (size_t i = 0; i < piece->length; i++) {
        char c = piece->symbols[i];
        bool joins = c == '-' && i > 0 && i + 1 < piece->length &&
                     is_letter(piece->symbols[i - 1]) && is_letter(piece->symbols[i + 1]);
        if (!is_letter(c) && c != '*' && c != '|' && !joins)
            return false;
    }
    return true;
}

/* Parts the pieces: those that a token alone can be asked about give their literals to `alone`,
 * the others stay. */
static int take_alone(struct parser *parser, struct shape *shape, struct literal_set *alone)
{
    size_t kept = 0;
    for (size_t i = 0; i < shape->pieces.count; i++) {
        const struct piece *piece = &shape->pieces.items[i];
        struct literal rarest[2];
        if (lies_in_a_token(piece) && literals_of(piece, rarest)) {
            if (add_literal(parser, alone, &rarest[0]) != 0)
                return -1;
        } else {
            shape->pieces.items[kept++] = *piece;
        }
    }
    shape->pieces.count = kept;
    keep_once(alone);
    return 0;
}

static int conclude(struct parser *parser, struct shape *shape, struct pattern_literals *found)
{
    if (parser->confined && take_alone(parser, shape, &found->alone) != 0)
        return -1;
    if (shape_open(parser, shape) != 0)
        return -1;
    if (shape->open && shape->n_needs == 0)
        return give_up(parser);
    found->known = true;
    found->searched = shape->open;
    if (!shape->open)
        return 0;
    const struct need *second = &shape->needs[shape->n_needs > 1];
    return append_literals(parser, &found->first, &shape->needs[0].literals) != 0 ||
                   append_literals(parser, &found->second, &second->literals) != 0
               ? -1
               : 0;
}

void pattern_literals_release(struct pattern_literals *literals)
{
    free(literals->alone.items);
    free(literals->first.items);
    free(literals->second.items);
    *literals = PATTERN_LITERALS_EMPTY;
}

int pattern_literals_find(const char *expression, size_t length, struct pattern_literals *literals,
                          stance_error *error)
{
    struct parser parser = {.at = expression, .end = expression + length, .confined = true};
    struct shape shape = SHAPE_EMPTY;
    struct pattern_literals found = PATTERN_LITERALS_EMPTY;
    int result = parse_alternation(&parser, &shape);
    if (result == 0 && parser.at < parser.end)
        result = give_up(&parser); /* a parenthesis too many: not what PCRE2 has read */
    if (result == 0)
        result = conclude(&parser, &shape, &found);
    shape_release(&shape);
    if (result != 0)
        pattern_literals_release(&found);
    if (parser.no_memory)
        return error_no_memory(error);
    *literals = found;
    literals->work = parser.work;
    return 0;
}

void literal_set_release(struct literal_set *set)
{
    free(set->items);
    *set = (struct literal_set){0};
}
