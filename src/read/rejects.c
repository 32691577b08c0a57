/* In: the failures of records. Out: messages and a count. Must not know the format, nor who hears.
 */
#include "read/rejects.h"

#define REJECTS_SHOWN ((size_t)10) /* of a file; a file of another kind is wrong in every line */

bool rejects_take(struct rejects *rejects, const stance_error *error)
{
    if (rejects == NULL || rejects->strict || error->status != STANCE_RECORD)
        return false;
    rejects->count++;
    if (++rejects->of_file <= REJECTS_SHOWN)
        warning_send(&rejects->told, "%s", error->message);
    return true;
}

void rejects_end_file(struct rejects *rejects, const char *name)
{
    if (rejects == NULL)
        return;
    if (rejects->of_file > REJECTS_SHOWN)
        warning_send(&rejects->told, "%s: %zu records skipped, the first %zu of them told above",
                     name, rejects->of_file, REJECTS_SHOWN);
    else if (rejects->of_file > 0)
        warning_send(&rejects->told, "%s: %zu record%s skipped", name, rejects->of_file,
                     rejects->of_file == 1 ? "" : "s");
    rejects->of_file = 0;
}
