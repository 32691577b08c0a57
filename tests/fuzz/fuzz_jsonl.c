/* See rows.h; what escape_json() makes of a field is a string of JSON. */
#include "rows.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rows_check(&rows_json, data, size);
    return 0;
}
