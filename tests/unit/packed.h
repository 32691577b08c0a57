/* Bytes as gzip packs them. */
#ifndef TESTS_UNIT_PACKED_H
#define TESTS_UNIT_PACKED_H

#include "base/buffer.h"

/* Appends one member with these bytes. */
void packed_append(const void *bytes, size_t length, struct buffer *out);

#endif
