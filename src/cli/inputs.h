/* The files of a command, paragraph by paragraph. */
#ifndef STANCE_CLI_INPUTS_H
#define STANCE_CLI_INPUTS_H

#include "cli/command.h"
#include "read/folder.h"
#include "text/paragraph.h"

/* What is to be told to the user beside the answers, in its place among them. */
enum note_kind {
    NOTE_REMARK,
    NOTE_WARNING,
    NOTE_BAD_RECORD, /* it is left out, the rest of the file is read; the command has failed */
    NOTE_BAD_FILE,   /* the rest of this file is passed over, and the command has failed */
    NOTE_FAILURE     /* the command ends here */
};

/* What the receiver of a paragraph wants next. */
enum reading { READ_ON, READ_NEXT_FILE, READ_NO_MORE };

/* Who receives what is read. */
struct input_receiver {
    void *context;
    /* A file (a display name, which outlives the reading) begins. */
    enum reading (*file)(void *context, const char *name);
    /* A paragraph of it, valid until the next call. */
    enum reading (*paragraph)(void *context, const struct paragraph *paragraph);
    void (*note)(void *context, enum note_kind kind, const char *message);
    /* The next read has to wait for the other end of a pipe, or for a hand on a keyboard. */
    enum reading (*idle)(void *context);
    uint64_t *bytes_read; /* what is read of the files is added to it */
};

/* The files that are read. */
struct inputs {
    const struct settings *settings;
    struct path_list files; /* of the operands; with -r, of the folders among them */
    bool
        are_articles; /* their ids and dates are to be columns of TSV and CSV: the input is a page
                         or a table by --input or by a file's name, or such a column is asked for */
};

/* Lists the files of the operands, or standard input where there is none. On success the caller
 * releases *inputs, which borrows the settings. */
int inputs_open(const struct settings *settings, char *const *operands, size_t n_operands,
                struct inputs *inputs, stance_error *error);

void inputs_release(struct inputs *inputs);

/* Their size in bytes, as they are on the disk; 0 where one is no regular file. */
uint64_t inputs_size(const struct inputs *inputs);

/* Reads every paragraph of every file. A file that cannot be read is noted, and the others are
 * read. */
void inputs_read(const struct inputs *inputs, const struct input_receiver *receiver);

#endif
