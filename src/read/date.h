/* Dates as people and programs write them. */
#ifndef STANCE_READ_DATE_H
#define STANCE_READ_DATE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends the date that `text` begins with, after white space, as ISO 8601: YYYY-MM-DD, and where
 * it has a time of day Thh:mm:ss, and where it has a zone Z or ±hh:mm. Understood are years first
 * (2024-03-05, 2024/03/05, 20240305), days or months first where it is clear which (5.3.2024,
 * 25/03/2024), and English months (5 March 2024, Mar 5, 2024; any words may stand before).
 * Returns whether there is a date of the years 1900 to 2100. */
bool date_read(const char *text, size_t length, struct buffer *iso);

#endif
