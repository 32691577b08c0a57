/* In: STANCE_FAULT, "CALL:HOW:NUMBER" or "allocation::NUMBER". Out: that fault in the program, and
 * at its end one line in the file of descriptor STANCE_FAULT_REPORT. Loaded before the program. */
#include "allocation.h"
#include "calls.h"

#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void report(void)
{
    const char *fd = getenv("STANCE_FAULT_REPORT");
    if (fd == NULL)
        return;
    size_t allocations = allocation_count(), live = allocation_live();
    dprintf(atoi(fd), "%zu %zu %zu %d %s\n", calls_count(), allocations, live,
            allocation_asker_is_careless(), allocation_asker());
}

/* Who asked in vain, and did not look. */
static void report_and_die(int number)
{
    report();
    signal(number, SIG_DFL);
    raise(number);
}

__attribute__((constructor)) static void begin(void)
{
    signal(SIGSEGV, report_and_die);
    signal(SIGABRT, report_and_die);
    static char text[64];
    const char *fault = getenv("STANCE_FAULT");
    snprintf(text, sizeof text, "%s", fault == NULL ? "" : fault);
    char *how = strchr(text, ':');
    char *number = how == NULL ? NULL : strchr(how + 1, ':');
    if (number == NULL)
        return;
    *how = *number = '\0';
    size_t value = strtoul(number + 1, NULL, 10);
    void *frames[1];
    (void)backtrace(frames, 1); /* the first one allocates */
    if (strcmp(text, "allocation") == 0)
        allocation_fail(value);
    else
        calls_fail(text, how + 1, value);
}

__attribute__((destructor)) static void end(void)
{
    report();
}
