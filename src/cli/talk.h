/* Talk goes to standard error, answers to standard output: the only places where the program
 * prints. */
#ifndef STANCE_CLI_TALK_H
#define STANCE_CLI_TALK_H

#include "base/buffer.h"
#include "base/error.h"

/* "stance: what is wrong". */
void talk_error(const stance_error *error);

/* "stance: what makes no sense on the command line", made safe as errors are: a word of it may be
 * the name of somebody else's file. */
__attribute__((format(printf, 1, 2))) void talk_usage(const char *format, ...);

/* The same, for a sink: of failures that do not end the work. */
void talk_line(void *context, const char *message);

/* "stance: warning: what is odd"; for a warning sink. */
void talk_warning(void *context, const char *message);

/* Writes what has gathered in `out` to standard output and empties it. An output that takes no more
 * is an error, and so is a buffer that ran out of memory. */
int talk_answer(struct buffer *out, stance_error *error);

/* Writes a part of an answer. */
int talk_bytes(const char *bytes, size_t length, stance_error *error);

/* Flushes standard output. An error that talk_answer() has returned is not returned again. */
int talk_finish(stance_error *error);

/* Writes `line` over the last line of the terminal that standard error is. */
void talk_over(const char *line);

#endif
