/*
 * Chapter 4, in the child: its own ear for jcmd, jstack and their like.
 *
 * A JVM that a tool has attached to listens for the next one, at a socket with the name /tmp/.java_pid<pid>, for
 * the rest of its life: its Attach Listener waits in accept(2). It comes back in the child, which would listen in
 * its parent's place and have none of its own. So the descriptor becomes that of a new socket, made as
 * attachListener_linux.cpp makes it. (A JVM that nobody has attached to begins when it is asked, and so does
 * its child.)
 */
#include "forkpool.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char prefix[] = "/tmp/.java_pid";

enum { PATH_BYTES = 32, BACKLOG = 5, OWNER_ONLY = S_IRUSR | S_IWUSR };

static bool listens_for_tools(int descriptor)
{
  struct sockaddr_un address = {0};
  socklen_t bytes = sizeof address;
  int listens = 0;
  socklen_t int_bytes = sizeof listens;
  return getsockname(descriptor, (struct sockaddr *)&address, &bytes) == 0 && address.sun_family == AF_UNIX &&
         strncmp(address.sun_path, prefix, sizeof prefix - 1) == 0 &&
         getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &int_bytes) == 0 && listens != 0;
}

/* Without stdio: a ghost may own what it locks. */
static void write_path(char *path)
{
  char digits[12];
  size_t count = 0;
  for (pid_t rest = getpid(); rest > 0; rest /= 10) {
    digits[count++] = (char)('0' + rest % 10);
  }
  memcpy(path, prefix, sizeof prefix - 1);
  path += sizeof prefix - 1;
  while (count > 0) {
    *path++ = digits[--count];
  }
  *path = '\0';
}

/* Bound under another name first: who finds the right one may connect at once. */
static int listen_anew(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, path);
  strcat(address.sun_path, ".tmp");
  unlink(address.sun_path);
  const int fresh = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fresh >= 0 && bind(fresh, (struct sockaddr *)&address, sizeof address) == 0 && listen(fresh, BACKLOG) == 0 &&
      chmod(address.sun_path, OWNER_ONLY) == 0 && rename(address.sun_path, path) == 0) {
    return fresh;
  }
  unlink(address.sun_path);
  close(fresh);
  return -1;
}

/* True: the descriptor was the parent's ear, and is the child's now. */
bool attach_separate(int descriptor)
{
  if (!listens_for_tools(descriptor)) {
    return false;
  }
  char path[PATH_BYTES];
  write_path(path);
  const int fresh = listen_anew(path);
  if (fresh < 0) {
    return false;
  }
  dup3(fresh, descriptor, O_CLOEXEC);
  close(fresh);
  return true;
}

/* When a child ends: the JVM, which would remove it, is not asked. */
void attach_forget(void)
{
  char path[PATH_BYTES];
  write_path(path);
  unlink(path);
}
