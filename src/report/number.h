/* Numbers as text, for rows by the million: printf's digits without printf. */
#ifndef STANCE_REPORT_NUMBER_H
#define STANCE_REPORT_NUMBER_H

#include "base/buffer.h"

#include <stdint.h>

/* Appends what "%llu" gives. */
void number_put_integer(uint64_t integer, struct buffer *out);

/* Appends what "%.6f" gives: rounded to the nearest, and where two are equally near to the even
 * one. */
void number_put_real(double real, struct buffer *out);

#endif
