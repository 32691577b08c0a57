/* In: paths. Out: a process that can do less. Must not know what it is that it reads. */
#include "base/confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock: files ---- */

/* struct landlock_ruleset_attr as of version 6, of which the installed header may know the first
 * member only. What an older kernel does not know has to be 0. */
struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

/* Everything that a version can take away: its rights are the lowest bits. */
static struct ruleset everything(int version)
{
    static const int file_rights[] = {0, 13, 14, 15, 15, 16}; /* [version] */
    enum { LAST = sizeof file_rights / sizeof file_rights[0] - 1 };
    return (struct ruleset){
        .files = ((uint64_t)1 << file_rights[version < LAST ? version : LAST]) - 1,
        .network = version < 4 ? 0 : 3, /* TCP: bind, connect */
        .scoped = version < 6 ? 0 : 3,  /* abstract sockets, signals to other processes */
    };
}

/* A library that the user has preloaded (valgrind's, a profiler's, a test's) lives in this process
 * and has files of its own to write, as have the sanitizers and gcov, for which the build says so.
 * It takes nothing from the safety: who can preload a library needs no flaw to run code here. */
static bool has_company(void)
{
#ifdef STANCE_UNCONFINED
    return true;
#else
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded != NULL && preloaded[0] != '\0';
#endif
}

struct confinement confinement_begin(void)
{
    struct confinement confinement = {.rules = -1};
    if (has_company())
        return confinement;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return confinement;
    const struct ruleset ruleset = everything((int)version);
    confinement.rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (confinement.rules >= 0)
        confinement.landlock = (int)version;
    return confinement;
}

static void allow(const struct confinement *confinement, const char *path, uint64_t folder_rights)
{
    if (confinement->rules < 0)
        return;
    int file = open(path, O_PATH | O_CLOEXEC); /* waits for no other end of a pipe */
    if (file < 0)
        return;
    struct stat status;
    if (fstat(file, &status) == 0) {
        /* On a folder a right holds for all beneath it. */
        const struct landlock_path_beneath_attr rule = {
            .allowed_access =
                S_ISDIR(status.st_mode) ? folder_rights : LANDLOCK_ACCESS_FS_READ_FILE,
            .parent_fd = file,
        };
        /* It fails for pipes, which Landlock does not keep anybody from. */
        (void)syscall(SYS_landlock_add_rule, confinement->rules, LANDLOCK_RULE_PATH_BENEATH, &rule,
                      0);
    }
    close(file);
}

void confinement_allow(const struct confinement *confinement, const char *path)
{
    /* Listing a folder lets it be opened, and refused as a folder; that its files may be read was
     * not said. */
    allow(confinement, path, LANDLOCK_ACCESS_FS_READ_DIR);
}

void confinement_allow_beneath(const struct confinement *confinement, const char *path)
{
    allow(confinement, path, LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_READ_FILE);
}

/* ---- seccomp: system calls ---- */

#if defined __x86_64__ && !defined __ILP32__

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
/* Each skips the next `n` statements where what it asks is not so. */
#define IF_EQUAL(value, n)     BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (n))
#define UNLESS_EQUAL(value, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (n), 0)
#define IF_ANY(bits, n)        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, (n))
#define GRANT                  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(number)         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (number))
#define CALL(name)             IF_EQUAL(SYS_##name, 1), GRANT

/* What reading, computing, writing and threads take. Anything else is said not to exist, which a
 * library takes for an old kernel and knows a way around: so glibc leaves clone3(), whose flags a
 * filter cannot see, for clone(). An argument is looked at by its lower half: its first four bytes.
 */
static bool enter_seccomp(void)
{
    struct sock_filter filter[] = {
        LOAD(arch),
        UNLESS_EQUAL(AUDIT_ARCH_X86_64,
                     1), /* a 32-bit call would pass under another one's number */
        REFUSE(ENOSYS),
        LOAD(nr),
        CALL(read),
        CALL(write),
        CALL(writev), /* what glibc says before it aborts */
        CALL(futex),
        CALL(close),
        CALL(lseek),
        CALL(pread64),
        CALL(fstat),
        CALL(newfstatat),
        CALL(statx),
        CALL(statfs),
        CALL(fstatfs),
        CALL(getdents64),
        CALL(access),
        CALL(faccessat),
        CALL(faccessat2),
        CALL(poll),
        CALL(ppoll),
        CALL(brk),
        CALL(mmap), /* also executable, as is mprotect(): PCRE2 makes machine code of patterns */
        CALL(mprotect),
        CALL(mremap),
        CALL(munmap),
        CALL(madvise),
        CALL(clock_gettime),
        CALL(sysinfo), /* qsort() asks how much memory there is */
        CALL(getrandom),
        CALL(sched_getaffinity),
        CALL(set_robust_list),
        CALL(rseq),
        CALL(prlimit64),
        CALL(rt_sigprocmask),
        CALL(rt_sigaction),
        CALL(rt_sigreturn),
        CALL(restart_syscall),
        CALL(exit),
        CALL(exit_group),
        IF_EQUAL(SYS_openat, 4),
        LOAD(args[2]),
        IF_ANY(O_ACCMODE | O_CREAT | O_TRUNC, 1),
        REFUSE(EACCES),
        GRANT,
        IF_EQUAL(SYS_fcntl, 6),
        LOAD(args[1]), /* not: signals for its user (F_SETOWN, F_SETSIG) */
        IF_EQUAL(F_SETFD, 1),
        GRANT,
        IF_EQUAL(F_DUPFD_CLOEXEC, 1),
        GRANT,
        REFUSE(EINVAL),
        IF_EQUAL(SYS_clone, 4),
        LOAD(args[0]),
        IF_ANY(CLONE_THREAD, 1),
        GRANT,
        REFUSE(EPERM),
        IF_EQUAL(SYS_ioctl, 6),
        LOAD(args[1]), /* is it a terminal, how wide is it; not: type for its user (TIOCSTI) */
        IF_EQUAL(TCGETS, 1),
        GRANT,
        IF_EQUAL(TIOCGWINSZ, 1),
        GRANT,
        REFUSE(ENOTTY),
        REFUSE(ENOSYS),
    };
    const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

#else

static bool enter_seccomp(void)
{
    return false; /* nobody has tried the filter on another architecture */
}

#endif

/* ---- both ---- */

void confinement_enter(struct confinement *confinement)
{
    if (has_company())
        return;
    /* Else only root could enter either; and a program with more rights could be executed. */
    bool ready = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (!ready || confinement->rules < 0 ||
        syscall(SYS_landlock_restrict_self, confinement->rules, 0) != 0)
        confinement->landlock = 0;
    if (confinement->rules >= 0)
        close(confinement->rules);
    confinement->rules = -1;
    confinement->seccomp = ready && enter_seccomp();
}
