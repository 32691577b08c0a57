/* What the answers tell of the article that a paragraph is of: the same columns for all commands.
 */
#ifndef STANCE_CLI_CITATION_H
#define STANCE_CLI_CITATION_H

#include "report/terminal.h"
#include "report/writer.h"
#include "text/paragraph.h"

/* id, date, title, publisher, line */
#define CITATION_COLUMNS 5

/* Fills columns[CITATION_COLUMNS]. TSV and CSV have the id and the date, and those only if `shown`.
 */
void citation_columns(bool shown, struct column *columns);

/* Fills values[CITATION_COLUMNS], which borrow from the paragraph: absent where nothing is known,
 * all of them in a plain text. */
void citation_values(const struct paragraph *paragraph, struct value *values);

#define PLACE_COLUMNS 2

/* Fills values[PLACE_COLUMNS] with the offset and the length of a paragraph, where they are known.
 */
void place_values(const struct paragraph *paragraph, struct value *values);

/* For people: a line with what is known of an article, above its first paragraph. */
void citation_put_text(const struct terminal *terminal, const struct paragraph *paragraph,
                       struct buffer *out);

#endif
