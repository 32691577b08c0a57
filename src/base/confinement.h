/* What a process gives up, for good, before it reads what others wrote: a flaw in a parser is then
 * worth little to who exploits it.
 *
 *     begin -> allow what is to be read -> enter -> read, compute, write to what is open
 *
 * Afterwards no file can be opened but those that were allowed, and those for reading only; nothing
 * can be created, changed or removed; there are no sockets, no further programs or processes, no
 * system calls but the few that reading, computing and threads need. Landlock sees to the files and
 * seccomp to the rest; where the kernel lacks one, or both, the process goes on without. */
#ifndef STANCE_BASE_CONFINEMENT_H
#define STANCE_BASE_CONFINEMENT_H

#include <stdbool.h>

struct confinement {
    int landlock; /* the version of the kernel's interface, or 0: files are not confined */
    bool seccomp; /* whether system calls are */
    int rules;    /* descriptor of what is allowed, or -1 */
};

/* Begins one. It is either to be entered, or to be left alone until the process ends. */
struct confinement confinement_begin(void);

/* The file at `path` may be read afterwards, a folder may be listed; what does not exist is passed
 * over. It is the file that is allowed, not the name: what replaces it later is not. This costs
 * some microseconds and no memory or descriptor of the process. */
void confinement_allow(const struct confinement *confinement, const char *path);

/* The same for a folder with all that is beneath it. */
void confinement_allow_beneath(const struct confinement *confinement, const char *path);

/* Enters it: from here on it holds for the calling thread and all that it starts. The members say
 * what the kernel granted. */
void confinement_enter(struct confinement *confinement);

#endif
