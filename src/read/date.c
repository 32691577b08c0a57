/* In: a text that should be a date. Out: the date as ISO 8601. Must not know where it stood. */
#include "read/date.h"

#include <string.h>
#include <strings.h>

struct cursor {
    const char *at, *end;
};

struct moment {
    unsigned year, month, day;
    unsigned hour, minute, second;
    bool has_time;
    char zone[sizeof "+hh:mm"]; /* empty: not told */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_at(const struct cursor *cursor, char c)
{
    return cursor->at < cursor->end && *cursor->at == c;
}

static void skip(struct cursor *cursor, const char *these)
{
    while (cursor->at < cursor->end && *cursor->at != '\0' && strchr(these, *cursor->at) != NULL)
        cursor->at++;
}

/* Reads at most `width` digits; returns how many there are. */
static size_t take_number(struct cursor *cursor, size_t width, unsigned *number)
{
    size_t digits = 0;
    *number = 0;
    for (; digits < width && cursor->at < cursor->end && is_digit(*cursor->at); digits++)
        *number = *number * 10 + (unsigned)(*cursor->at++ - '0');
    return digits;
}

static bool is_real(const struct moment *moment)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (moment->year < 1900 || moment->year > 2100 || moment->month < 1 || moment->month > 12)
        return false;
    bool leap = moment->year % 4 == 0 && (moment->year % 100 != 0 || moment->year % 400 == 0);
    unsigned last = days[moment->month - 1] + (moment->month == 2 && leap);
    return moment->day >= 1 && moment->day <= last;
}

/* 2024-03-05, 20240305, 5.3.2024, 3/25/2024 */
static bool take_numbers(struct cursor *cursor, struct moment *moment)
{
    unsigned first, second, third;
    size_t width = take_number(cursor, 4, &first);
    if (width == 4 && cursor->at < cursor->end && is_digit(*cursor->at)) {
        moment->year = first;
        return take_number(cursor, 2, &moment->month) == 2 &&
               take_number(cursor, 2, &moment->day) == 2 &&
               (cursor->at == cursor->end || !is_digit(*cursor->at)) && is_real(moment);
    }
    if (width == 0 || cursor->at == cursor->end || strchr("-/.", *cursor->at) == NULL)
        return false;
    char part = *cursor->at++;
    if (take_number(cursor, 2, &second) == 0 || !is_at(cursor, part))
        return false;
    cursor->at++;
    size_t last = take_number(cursor, 4, &third);
    if (width == 4 && last <= 2) {
        *moment = (struct moment){.year = first, .month = second, .day = third};
    } else if (width <= 2 && last == 4) {
        *moment = (struct moment){.year = third, .month = second, .day = first};
        if (part != '.' && second > 12)
            *moment = (struct moment){.year = third, .month = first, .day = second};
        else if (part != '.' && first <= 12 && first != second)
            return false; /* half of the world reads it the other way round */
    }
    return is_real(moment);
}

/* The number of the month that a word names, or 0. */
static unsigned month_of(const char *word, size_t length)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (unsigned i = 0; i < 12 && length >= 3; i++)
        if (length <= strlen(months[i]) && strncasecmp(word, months[i], length) == 0)
            return i + 1;
    return length == 4 && strncasecmp(word, "sept", 4) == 0 ? 9 : 0;
}

/* 5 March 2024, Tuesday, March 5th, 2024 */
static bool take_words(struct cursor *cursor, struct moment *moment)
{
    *moment = (struct moment){0};
    while (cursor->at < cursor->end && moment->year == 0) {
        if (is_digit(*cursor->at)) {
            unsigned number;
            size_t width = take_number(cursor, 4, &number);
            if (width == 4)
                moment->year = number;
            else if (width <= 2)
                moment->day = number;
        } else if (is_letter(*cursor->at)) {
            const char *word = cursor->at;
            while (cursor->at < cursor->end && is_letter(*cursor->at))
                cursor->at++;
            unsigned month = month_of(word, (size_t)(cursor->at - word));
            if (month > 0)
                moment->month = month;
        } else {
            cursor->at++;
        }
    }
    return is_real(moment);
}

static void take_zone(struct cursor *cursor, struct moment *moment)
{
    skip(cursor, " ");
    size_t left = (size_t)(cursor->end - cursor->at);
    if (is_at(cursor, '+') || is_at(cursor, '-')) {
        char sign = *cursor->at++;
        unsigned hours, minutes = 0;
        if (take_number(cursor, 2, &hours) != 2 || hours > 14)
            return;
        if (is_at(cursor, ':'))
            cursor->at++;
        if (take_number(cursor, 2, &minutes) == 1 || minutes > 59)
            return;
        memcpy(moment->zone,
               (char[]){sign, (char)('0' + hours / 10), (char)('0' + hours % 10), ':',
                        (char)('0' + minutes / 10), (char)('0' + minutes % 10), '\0'},
               sizeof moment->zone);
    } else if (is_at(cursor, 'Z') || (left >= 3 && (strncasecmp(cursor->at, "GMT", 3) == 0 ||
                                                    strncasecmp(cursor->at, "UTC", 3) == 0))) {
        memcpy(moment->zone, "Z", 2);
    }
}

/* 14:05, 14:05:30.123, 2:05 pm */
static void take_time(struct cursor *cursor, struct moment *moment)
{
    skip(cursor, "T ,;|");
    if ((size_t)(cursor->end - cursor->at) > 3 && strncasecmp(cursor->at, "at ", 3) == 0)
        cursor->at += 3;
    unsigned hour, minute, second = 0;
    if (take_number(cursor, 2, &hour) == 0 || !is_at(cursor, ':'))
        return;
    cursor->at++;
    if (take_number(cursor, 2, &minute) != 2)
        return;
    if (is_at(cursor, ':')) {
        cursor->at++;
        if (take_number(cursor, 2, &second) != 2)
            return;
    }
    if (is_at(cursor, '.') && cursor->end - cursor->at > 1 && is_digit(cursor->at[1]))
        skip(cursor, ".0123456789");
    skip(cursor, " ");
    if (cursor->end - cursor->at >= 2 && hour <= 12 && (cursor->at[1] | 0x20) == 'm' &&
        strchr("aApP", *cursor->at) != NULL) {
        hour = hour % 12 + ((*cursor->at | 0x20) == 'p' ? 12 : 0);
        cursor->at += 2;
    }
    if (hour > 23 || minute > 59 || second > 60)
        return;
    moment->hour = hour;
    moment->minute = minute;
    moment->second = second;
    moment->has_time = true;
    take_zone(cursor, moment);
}

bool date_read(const char *text, size_t length, struct buffer *iso)
{
    struct cursor cursor = {text, text + length};
    struct moment moment = {0};
    skip(&cursor, " \t\r\n");
    const char *begin = cursor.at;
    if (!take_numbers(&cursor, &moment)) {
        cursor.at = begin;
        if (!take_words(&cursor, &moment))
            return false;
    }
    take_time(&cursor, &moment);
    buffer_append_format(iso, "%04u-%02u-%02u", moment.year, moment.month, moment.day);
    if (moment.has_time)
        buffer_append_format(iso, "T%02u:%02u:%02u%s", moment.hour, moment.minute, moment.second,
                             moment.zone);
    return true;
}
