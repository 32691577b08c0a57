/* What a page says of its article in JSON-LD, as search engines have it. */
#ifndef STANCE_READ_LINKED_DATA_H
#define STANCE_READ_LINKED_DATA_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

/* Each is valid UTF-8, and empty where nothing is told. */
struct linked_data {
    struct buffer headline, date, publisher, body;
    struct buffer organization; /* any that is named: the publisher, where no other is */
};

/* Adds what one script (of less than 2 GB) says of an article, in an object, a list or a graph;
 * what is there already stays. What is no JSON says nothing, and is no failure. */
int linked_data_add(struct linked_data *data, const char *json, size_t length, stance_error *error);

void linked_data_release(struct linked_data *data);

#endif
