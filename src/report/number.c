/* In: a number. Out: its digits. Must not know what is counted. */
#include "report/number.h"

#include <string.h>

#define DIGITS_MAX     20 /* of 2^64 - 1 */
#define DECIMALS       6
#define DECIMALS_SCALE 1000000u

/* Writes the digits of `integer`, at least `least` of them, so that they end before `end`. Returns
 * where they begin. */
static char *digits_before(char *end, uint64_t integer, int least)
{
    for (int written = 0; written < least || integer > 0; written++) {
        *--end = (char)('0' + integer % 10);
        integer /= 10;
    }
    return end;
}

void number_put_integer(uint64_t integer, struct buffer *out)
{
    char text[DIGITS_MAX];
    char *end = text + sizeof text;
    const char *begin = digits_before(end, integer, 1);
    buffer_append(out, begin, (size_t)(end - begin));
}

/* A double is mantissa * 2^-shift, so its millionths are mantissa * 10^6 >> shift, exactly: 53 bits
 * and 20 bits fit in 128. Only for 0 <= real < 2^40 (the millionths then fit in 64 bits). */
static uint64_t millionths(uint64_t mantissa, unsigned shift)
{
    unsigned __int128 product = (unsigned __int128)mantissa * DECIMALS_SCALE;
    if (shift > 74)
        return 0; /* less than a quarter: product < 2^73 */
    uint64_t whole = (uint64_t)(product >> shift);
    unsigned __int128 rest = product - ((unsigned __int128)whole << shift);
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    return whole + (rest > half || (rest == half && whole % 2 == 1));
}

void number_put_real(double real, struct buffer *out)
{
    uint64_t bits; /* sign 1, exponent 11, mantissa 52 without its leading 1 */
    memcpy(&bits, &real, sizeof bits);
    uint64_t exponent = bits >> 52; /* with the sign, which sends negative numbers to printf */
    if (exponent == 0 || exponent >= 1023 + 40) {
        buffer_append_format(out, "%.6f", real);
        return;
    }
    uint64_t mantissa = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
    uint64_t scaled = millionths(mantissa, (unsigned)(1023 + 52 - exponent));
    char text[DIGITS_MAX + 1 + DECIMALS];
    char *end = text + sizeof text;
    char *point = digits_before(end, scaled % DECIMALS_SCALE, DECIMALS) - 1;
    *point = '.';
    const char *begin = digits_before(point, scaled / DECIMALS_SCALE, 1);
    buffer_append(out, begin, (size_t)(end - begin));
}
