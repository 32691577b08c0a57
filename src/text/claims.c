/* In: patterns. Out: what each asks of the words of a text. Must not know texts. */
#include "text/claims.h"

#include "base/memory.h"
#include "text/lead.h"

#include <stdlib.h>

#define WORK_MAX 200000 /* see literals.h; a list of a hundred patterns has a tenth of that */

void claims_release(struct claims *claims)
{
    free(claims->items);
    free(claims->traits);
    *claims = CLAIMS_EMPTY;
}

static int add(struct claims *claims, size_t pattern, enum claim_mark mark,
               const struct literal_set *literals, stance_error *error)
{
    if (memory_reserve(&claims->items, &claims->capacity, claims->count + literals->count,
                       sizeof *claims->items) != 0)
        return error_no_memory(error);
    for (size_t i = 0; i < literals->count; i++)
        claims->items[claims->count++] =
            (struct claim){(uint16_t)pattern, (uint8_t)mark, literals->items[i]};
    return 0;
}

/* What the matches of a pattern that has to be searched for start with. */
static int add_lead(struct claims *claims, size_t number, const struct named_pattern *item,
                    stance_error *error)
{
    struct literal_set lead;
    if (pattern_lead_find(item->expression, item->expression_length, &lead, error) != 0)
        return -1;
    if (lead.count > 0)
        claims->traits[number] |= CLAIMS_LED;
    int result = add(claims, number, CLAIM_LEAD, &lead, error);
    literal_set_release(&lead);
    return result;
}

/* *work is that of the patterns before: where they took too much, nothing is known of this one. */
static int add_pattern(struct claims *claims, size_t number, const struct named_pattern *item,
                       size_t *work, stance_error *error)
{
    struct pattern_literals literals = PATTERN_LITERALS_EMPTY;
    if (*work <= WORK_MAX &&
        pattern_literals_find(item->expression, item->expression_length, &literals, error) != 0)
        return -1;
    *work += literals.work;
    if (!literals.known)
        claims->traits[number] = CLAIMS_UNKNOWN;
    else if (!literals.searched)
        claims->traits[number] = CLAIMS_LOCAL;
    int result = 0;
    if (add(claims, number, CLAIM_FIRST, &literals.first, error) != 0 ||
        add(claims, number, CLAIM_SECOND, &literals.second, error) != 0 ||
        add(claims, number, CLAIM_FOUND, &literals.alone, error) != 0)
        result = -1;
    if (result == 0 && literals.known && literals.searched)
        result = add_lead(claims, number, item, error);
    pattern_literals_release(&literals);
    return result;
}

int claims_find(const struct pattern_list *list, struct claims *claims, stance_error *error)
{
    struct claims found = {.traits = memory_array(list->count, sizeof *found.traits)};
    size_t work = 0;
    int result = found.traits == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < list->count && result == 0; i++)
        result = add_pattern(&found, i, &list->items[i], &work, error);
    if (result != 0) {
        claims_release(&found);
        return -1;
    }
    *claims = found;
    return 0;
}
