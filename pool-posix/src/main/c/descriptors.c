/*
 * Chapter 4, in the child: its descriptors.
 *
 * What must not be shared is not closed but replaced: by a descriptor that nothing can be done with (O_PATH:
 * every call says EBADF). The number stays taken, so that Java objects which the child has inherited, and
 * which its cleaner closes one day, never close a file that the child itself has opened since.
 *
 * A file that is open for reading only is opened anew: parent and child would otherwise share its position,
 * and class loading seeks in jar files.
 */
#include "forkpool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
      if (forkpool.request.private_descriptors && dead >= 0) {
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
    if (target >= 0 && target != stream) {
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
