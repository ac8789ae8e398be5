/*
 * A layer over the C library that writes down, in one order, what a process does to the files below a directory: so that a test can say what
 * a power cut at any moment would have left of them. Nothing is forced for real.
 *
 * Loaded with LD_PRELOAD; POWER_CUT_ROOT names the directory, POWER_CUT_LOG the log. A record has a byte that says what was done, the length of
 * the path (4 bytes), an offset or size (8), the length of what follows the path (4), the path, and the bytes. Numbers are little-endian.
 *
 * While there is a file "full" in the directory, no other file grows; while there is a file "read-only", nothing changes.
 *
 * Not seen are files that are mapped into memory: SQLite's -shm, which it makes anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) real_##name
#define DECLARE(result, name, ...) static result (*REAL(name))(__VA_ARGS__)

DECLARE(int, open64, const char *, int, ...);
DECLARE(ssize_t, write, int, const void *, size_t);
DECLARE(ssize_t, pwrite64, int, const void *, size_t, off64_t);
DECLARE(ssize_t, writev, int, const struct iovec *, int);
DECLARE(int, ftruncate64, int, off64_t);
DECLARE(int, fsync, int);
DECLARE(int, unlink, const char *);
DECLARE(int, mkdir, const char *, mode_t);
DECLARE(int, rename, const char *, const char *);

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static int journal = -1;

__attribute__((constructor)) static void begin(void) {
    REAL(open64) = dlsym(RTLD_NEXT, "open64");
    REAL(write) = dlsym(RTLD_NEXT, "write");
    REAL(pwrite64) = dlsym(RTLD_NEXT, "pwrite64");
    REAL(writev) = dlsym(RTLD_NEXT, "writev");
    REAL(ftruncate64) = dlsym(RTLD_NEXT, "ftruncate64");
    REAL(fsync) = dlsym(RTLD_NEXT, "fsync");
    REAL(unlink) = dlsym(RTLD_NEXT, "unlink");
    REAL(mkdir) = dlsym(RTLD_NEXT, "mkdir");
    REAL(rename) = dlsym(RTLD_NEXT, "rename");
    root = getenv("POWER_CUT_ROOT");
    const char *log = getenv("POWER_CUT_LOG");
    if (root != NULL && log != NULL) {
        journal = REAL(open64)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

/* Whether a path is that of the directory, or below it. */
static int is_below(const char *path) {
    size_t length = root == NULL ? 0 : strlen(root);
    return journal >= 0 && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The path of what is open, if it is below the directory and was not deleted. */
static int path_of(int fd, char path[PATH_MAX]) {
    if (journal < 0 || fd == journal) {
        return 0;
    }
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) {
        return 0;
    }
    path[length] = 0;
    const char deleted[] = " (deleted)";
    size_t end = sizeof deleted - 1;
    return is_below(path) && !((size_t) length > end && strcmp(path + length - end, deleted) == 0);
}

static void put(const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t done = REAL(write)(journal, next, count);
        if (done <= 0) {
            abort();
        }
        next += done;
        count -= (size_t) done;
    }
}

static void record(char what, const char *path, uint64_t number, const void *bytes, size_t count) {
    char head[17];
    uint32_t path_length = (uint32_t) strlen(path);
    uint32_t length = (uint32_t) count;
    head[0] = what;
    memcpy(head + 1, &path_length, 4);
    memcpy(head + 5, &number, 8);
    memcpy(head + 13, &length, 4);
    put(head, sizeof head);
    put(path, path_length);
    put(bytes, count);
}

/* Whether the disk is in a state, which a file of that name says; that file itself, and what is told, are on no disk. */
static int is(const char *state, const char *path) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/%s", root, state);
    return strcmp(path, name) != 0 && strstr(path, "/told") == NULL && access(name, F_OK) == 0;
}

/* How many bytes of a write there is room for; errno says why not for more. */
static size_t room(int fd, const char *path, size_t count, off64_t at) {
    if (is("read-only", path)) {
        errno = EROFS;
        return 0;
    }
    struct stat file;
    if (is("full", path) && fstat(fd, &file) == 0 && at + (off64_t) count > file.st_size) {
        errno = ENOSPC;
        return at < file.st_size ? (size_t) (file.st_size - at) : 0;
    }
    return count;
}

static int is_kept(const char *path) {
    if (is("read-only", path)) {
        errno = EROFS;
        return 1;
    }
    return 0;
}

static off64_t position(int fd) {
    return lseek64(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
}

static int opened(const char *path, int flags, mode_t mode) {
    if (!is_below(path)) {
        return REAL(open64)(path, flags, mode);
    }
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (writes && is_kept(path)) {
        return -1;
    }
    pthread_mutex_lock(&order);
    int is_new = access(path, F_OK) != 0;
    int fd = REAL(open64)(path, flags, mode);
    if (fd >= 0 && is_new) {
        record('c', path, 0, "", 0);
    } else if (fd >= 0 && flags & O_TRUNC) {
        record('t', path, 0, "", 0);
    }
    pthread_mutex_unlock(&order);
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        return REAL(write)(fd, bytes, count);
    }
    pthread_mutex_lock(&order);
    off64_t at = position(fd);
    size_t most = room(fd, path, count, at);
    ssize_t done = most == 0 && count > 0 ? -1 : REAL(write)(fd, bytes, most);
    if (done > 0) {
        record('w', path, (uint64_t) at, bytes, (size_t) done);
    }
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        return REAL(writev)(fd, parts, count);
    }
    /* Fewer bytes than were asked for are allowed. */
    return write(fd, parts[0].iov_base, parts[0].iov_len);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        return REAL(pwrite64)(fd, bytes, count, at);
    }
    pthread_mutex_lock(&order);
    size_t most = room(fd, path, count, at);
    ssize_t done = most == 0 && count > 0 ? -1 : REAL(pwrite64)(fd, bytes, most, at);
    if (done > 0) {
        record('w', path, (uint64_t) at, bytes, (size_t) done);
    }
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return pwrite64(fd, bytes, count, at);
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        return REAL(ftruncate64)(fd, size);
    }
    if (is_kept(path)) {
        return -1;
    }
    pthread_mutex_lock(&order);
    int result = REAL(ftruncate64)(fd, size);
    if (result == 0) {
        record('t', path, (uint64_t) size, "", 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int ftruncate(int fd, off_t size) {
    return ftruncate64(fd, size);
}

int fsync(int fd) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        return REAL(fsync)(fd);
    }
    pthread_mutex_lock(&order);
    record('s', path, 0, "", 0);
    pthread_mutex_unlock(&order);
    return 0;
}

int fdatasync(int fd) {
    return fsync(fd);
}

int unlink(const char *path) {
    if (!is_below(path)) {
        return REAL(unlink)(path);
    }
    if (is_kept(path)) {
        return -1;
    }
    pthread_mutex_lock(&order);
    int result = REAL(unlink)(path);
    if (result == 0) {
        record('u', path, 0, "", 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int mkdir(const char *path, mode_t mode) {
    if (!is_below(path)) {
        return REAL(mkdir)(path, mode);
    }
    if (is_kept(path)) {
        return -1;
    }
    pthread_mutex_lock(&order);
    int result = REAL(mkdir)(path, mode);
    if (result == 0) {
        record('d', path, 0, "", 0);
    }
    pthread_mutex_unlock(&order);
    return result;
}

int rename(const char *from, const char *to) {
    if (!is_below(from)) {
        return REAL(rename)(from, to);
    }
    if (is_kept(from)) {
        return -1;
    }
    pthread_mutex_lock(&order);
    int result = REAL(rename)(from, to);
    if (result == 0) {
        record('r', from, 0, to, strlen(to));
    }
    pthread_mutex_unlock(&order);
    return result;
}
