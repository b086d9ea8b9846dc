/*
 * Chapter 4, in the child: its descriptors.
 *
 * What must not be shared is not closed but replaced: by a descriptor that nothing can be done with (O_PATH:
 * every call says EBADF). The number stays taken, so that Java objects which the child has inherited, and
 * which its cleaner closes one day, never close a file that the child itself has opened since.
 *
 * A child that is the user's own program keeps the user's sockets. Not forkpool's: the end of a process is seen by
 * the end of its connections, so nobody else may hold them open. They are told by their names: each is bound, at one
 * of its ends, to a file in a directory whose name begins with "forkpool-" (PrivateDirectories, ServerMeeting).
 *
 * A file that is open for reading only is opened anew: parent and child would otherwise share its position,
 * and class loading seeks in jar files.
 */
#include "forkpool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static bool is_kept(int descriptor)
{
  for (int i = 0; i < forkpool.request.kept_count; i++) {
    if (forkpool.request.kept[i] == descriptor) {
      return true;
    }
  }
  return false;
}

/* Leaves the old one where the file cannot be opened again, for instance because rights were given up. */
static void reopen(int directory, const char *name, int descriptor, int flags)
{
  const off_t position = lseek(descriptor, 0, SEEK_CUR);
  const int keep = flags & (O_DIRECT | O_NOATIME | O_NONBLOCK);
  const int fresh = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | keep);
  if (fresh < 0) {
    return;
  }
  if (position > 0) {
    lseek(fresh, position, SEEK_SET);
  }
  dup3(fresh, descriptor, (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0);
  close(fresh);
}

static const char own_directory[] = "forkpool-";

/* Whether the last but one part of the path begins so. */
static bool is_own_path(const struct sockaddr_un *address, socklen_t bytes)
{
  if (bytes <= offsetof(struct sockaddr_un, sun_path) || address->sun_family != AF_UNIX) {
    return false;
  }
  const char *path = address->sun_path;
  const size_t length = strnlen(path, sizeof address->sun_path);
  const char *file = memrchr(path, '/', length);
  const char *before = file == NULL || file == path ? NULL : memrchr(path, '/', (size_t)(file - path));
  return before != NULL && strncmp(before + 1, own_directory, sizeof own_directory - 1) == 0;
}

static bool is_own_socket(int descriptor)
{
  struct sockaddr_un address = {0};
  socklen_t bytes = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &bytes) == 0 && is_own_path(&address, bytes)) {
    return true;
  }
  address = (struct sockaddr_un){0};
  bytes = sizeof address;
  return getpeername(descriptor, (struct sockaddr *)&address, &bytes) == 0 && is_own_path(&address, bytes);
}

/* A socket, a pipe or the like: whether the child must not use it. */
static bool is_parents_alone(int descriptor, mode_t mode)
{
  switch (forkpool.request.descriptors) {
    case DESCRIPTORS_INHERITED:
      return false;
    case DESCRIPTORS_SEPARATE:
      return true;
    case DESCRIPTORS_SOCKETS:
      return !S_ISSOCK(mode) || is_own_socket(descriptor);
  }
  return true;
}

static void separate(int directory, const char *name, int descriptor, int dead)
{
  struct stat status;
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_PATH) != 0 || is_kept(descriptor) || fstat(descriptor, &status) != 0) {
    return;
  }
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      if ((flags & O_ACCMODE) == O_RDONLY) {
        reopen(directory, name, descriptor, flags);
      }
      return;
    case S_IFSOCK:
      if (attach_separate(descriptor)) {
        return;
      }
      /* fall through */
    case S_IFIFO:
    case 0: /* epoll, eventfd, inotify, timerfd and the like */
      if (dead >= 0 && is_parents_alone(descriptor, status.st_mode)) {
        dup3(dead, descriptor, O_CLOEXEC);
      }
      return;
    default: /* devices, directories */
      return;
  }
}

static void redirect_standard_streams(void)
{
  for (int stream = 0; stream < 3; stream++) {
    const int target = forkpool.request.standard[stream];
    if (target == STREAM_OF_NOTHING) {
      const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
      if (nothing >= 0 && nothing != stream) {
        dup3(nothing, stream, 0);
        close(nothing);
      }
    } else if (target >= 0 && target != stream) {
      dup3(target, stream, 0);
    }
  }
}

void separate_descriptors(void)
{
  redirect_standard_streams();
  const int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int dead = open("/", O_PATH | O_CLOEXEC);
  if (directory < 0) {
    return;
  }
  for (;;) {
    const long bytes = syscall(SYS_getdents64, directory, forkpool.directory, sizeof forkpool.directory);
    if (bytes <= 0) {
      break;
    }
    for (long at = 0; at < bytes;) {
      const struct directory_entry *entry = (const struct directory_entry *)(forkpool.directory + at);
      at += entry->bytes;
      const int descriptor = parse_number(entry->name);
      if (descriptor > STDERR_FILENO && descriptor != directory && descriptor != dead) {
        separate(directory, entry->name, descriptor, dead);
      }
    }
  }
  close(directory);
  if (dead >= 0) {
    close(dead);
  }
}
