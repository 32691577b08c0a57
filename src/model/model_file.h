/* A model as bytes. Little-endian on every machine, IEEE 754 floats.
 *
 *     0   8  magic "STANCE\r\n"     (a text-mode copy breaks it, and so is noticed)
 *     8   4  format version
 *    12   4  number of sections n
 *    16   8  XXH3-64 of all that follows byte 24
 *    24  24n section table: tag (4 bytes), 0 (4), offset from byte 0 (8), length (8)
 *     …      sections, in the order of the table, without gaps, each padded with zeros to 8 bytes
 *
 * Sections, each once and in this order: LABL labels, RECP recipe, BOIL boilerplate patterns, CUES
 * cue patterns, VOCB vocabulary, WGHT weights, CALB calibration, ABST abstention, ORIG training
 * record.
 *
 * Loading trusts nothing: every count is checked against the bytes that remain, every number
 * against its range, and a file that is refused is refused with "FILE: byte N: why". */
#ifndef STANCE_MODEL_MODEL_FILE_H
#define STANCE_MODEL_MODEL_FILE_H

#include "base/buffer.h"
#include "model/model.h"

#define MODEL_FILE_VERSION 1
#define MODEL_FILE_LIMIT   ((size_t)2 << 30) /* bytes: a larger file is refused */

/* Appends the model's bytes. The same model always gives the same bytes. */
int model_write(const struct stance_model *model, struct buffer *bytes, stance_error *error);

/* Makes a model from bytes; `where` names them in messages. On success *model is the caller's and
 * the bytes are no longer needed. */
int model_read(const void *bytes, size_t length, const char *where, struct stance_model **model,
               stance_error *error);

/* Saves with file_write_atomic(). */
int model_save(const struct stance_model *model, const char *path, stance_error *error);

#endif
