/* In: a folder of inputs. Out: each given to the target once, without libFuzzer, and their number
 * printed. Works in a child process, so that whatever ends it, the parent can say at which input.
 */
#include "support.h"

#include "base/file.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define INPUT_LIMIT   ((size_t)1 << 26)
#define INPUT_SECONDS 60 /* one that takes longer hangs; the slowest take a second */

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void replay(const char *path)
{
    struct buffer bytes = BUFFER_EMPTY;
    stance_error error;
    if (file_read_all(path, INPUT_LIMIT, &bytes, &error) != 0) {
        fprintf(stderr, "%s\n", error.message);
        exit(EXIT_FAILURE);
    }
    /* In memory of just its length, so that the sanitizer sees who reads beyond it. */
    uint8_t *copy = malloc(bytes.length + (bytes.length == 0));
    PROMISE(copy != NULL);
    memcpy(copy, bytes.data, bytes.length);
    LLVMFuzzerTestOneInput(copy, bytes.length);
    free(copy);
    buffer_release(&bytes);
}

int main(int argc, char **argv)
{
    struct dirent **inputs = NULL;
    int count = argc == 2 ? scandir(argv[1], &inputs, is_input, alphasort) : -1;
    int *current =
        mmap(NULL, sizeof *current, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (count <= 0 || current == MAP_FAILED) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return EXIT_FAILURE;
    }
    pid_t child = fork();
    if (child == 0) {
        for (; *current < count; ++*current) {
            char path[PATH_MAX];
            snprintf(path, sizeof path, "%s/%s", argv[1], inputs[*current]->d_name);
            alarm(INPUT_SECONDS);
            replay(path);
        }
    }
    int status = 0;
    if (child < 0 || (child > 0 && waitpid(child, &status, 0) != child))
        status = -1;
    if (status != 0)
        fprintf(stderr, "this input did it: %s/%s\n", argv[1],
                inputs[*current < count ? *current : count - 1]->d_name);
    else if (child > 0)
        printf("%d\n", count);
    for (int i = 0; i < count; i++)
        free(inputs[i]);
    free(inputs);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
