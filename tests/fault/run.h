/* The program under test in a process of its own, with one fault. */
#ifndef TESTS_FAULT_RUN_H
#define TESTS_FAULT_RUN_H

#include "base/buffer.h"
#include "unit/scratch.h"

#include <stdbool.h>

struct run {
    int status; /* of the exit; a signal's number + 128 */
    struct buffer out;
    struct buffer err;
    size_t calls;       /* of the kind that may fail */
    size_t allocations; /* all */
    size_t live;        /* allocations not freed at the end */
    char asker[64];     /* who asked for the allocation that failed */
    bool careless;      /* and does not look; see allocation.h */
};

/* Runs $STANCE with `arguments` (NULL ends them; "@" is the folder of `scratch`, "@x" the file x in
 * it), and with the fault "CALL:HOW:NUMBER" (see calls.h) or "allocation::NUMBER". A run of more
 * than a minute ends with SIGALRM. The caller releases *run. */
void run_program(struct scratch *scratch, const char *fault, const char *const *arguments,
                 struct run *run);

void run_release(struct run *run);

/* Standard error held one line, and it ends so. */
bool run_said(const struct run *run, const char *end);

/* Whether to try as many faults as can be, not as many as a few seconds allow: TORTURE is set. */
bool run_is_thorough(void);

#endif
