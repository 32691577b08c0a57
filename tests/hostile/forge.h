/* A workshop for bad model files: what to change, how to make the checksum fit again, and what a
 * reader must do then. */
#ifndef TESTS_HOSTILE_FORGE_H
#define TESTS_HOSTILE_FORGE_H

#include "base/buffer.h"
#include "check.h"
#include "model/model.h"

#include <stdint.h>

#define FORGE_HEADER   24
#define FORGE_ENTRY    24
#define FORGE_SECTIONS 9
#define FORGE_BODY     (FORGE_HEADER + FORGE_SECTIONS * FORGE_ENTRY)

/* Whether there is time for everything: else every so manyth case is tried. */
bool forge_is_long(void);

/* The bytes of a small model that was trained here, and of the shipped one; the caller's. */
struct buffer forge_small(void);
struct buffer forge_shipped(void);

/* A loaded model, and its bytes again; both must work. */
stance_model *forge_open(const struct buffer *bytes);
struct buffer forge_write(const stance_model *model);

/* Makes the checksum fit what is there now. */
void forge_seal(struct buffer *bytes);

void forge_set(struct buffer *bytes, size_t place, size_t width, uint64_t value);
uint64_t forge_get(const struct buffer *bytes, size_t place, size_t width);

/* Where section `index` begins, and its length, by the table. */
size_t forge_section(const struct buffer *bytes, size_t index, size_t *length);

/* What is expected of a reader. */
enum forge_verdict { FORGE_REFUSED, FORGE_HARMLESS /* refused, or loaded and of no harm */ };

/* Has the first `length` bytes read. A refusal must be one line that names file, byte and reason,
 * with `reason` in it; a model that loads must classify and be shown without harm. Each takes less
 * than 100 ms of a processor, four times as much with sanitizers, and less than 64 MB. Returns
 * whether it was loaded. */
bool forge_try(const struct buffer *bytes, size_t length, enum forge_verdict verdict,
               const char *reason);

/* Labels `text` with the model, of which it knows a word: an answer, or one line that says which
 * pattern gave up, in 2 s. Returns whether there was an answer. */
bool forge_classify(const stance_model *model, const char *text, size_t length);

/* Prints what came of all tries. */
void forge_report(void);

#endif
