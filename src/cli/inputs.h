/* The files of a command, paragraph by paragraph. */
#ifndef STANCE_CLI_INPUTS_H
#define STANCE_CLI_INPUTS_H

#include "cli/command.h"
#include "text/paragraph.h"

/* What is to be told to the user beside the answers, in its place among them. */
enum note_kind {
    NOTE_REMARK,
    NOTE_WARNING,
    NOTE_BAD_FILE, /* the rest of this file is passed over, and the command has failed */
    NOTE_FAILURE   /* the command ends here */
};

/* What the receiver of a paragraph wants next. */
enum reading { READ_ON, READ_NEXT_FILE, READ_NO_MORE };

/* Who receives what is read. */
struct input_receiver {
    void *context;
    /* A file (a display name, which outlives the reading) begins. */
    enum reading (*file)(void *context, const char *name);
    /* A paragraph of it, without its role. */
    enum reading (*paragraph)(void *context, const struct paragraph *paragraph);
    void (*note)(void *context, enum note_kind kind, const char *message);
    /* The next read has to wait for the other end of a pipe, or for a hand on a keyboard. */
    enum reading (*idle)(void *context);
};

/* Reads every paragraph of every operand, or of standard input where there is none. A file that
 * cannot be read is noted, and the others are read. */
void inputs_read(const struct settings *settings, char *const *operands, size_t n_operands,
                 const struct input_receiver *receiver);

#endif
