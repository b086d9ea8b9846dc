/* The story as a whole. */
#include "forkpool.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
  RETRY_NANOS = 200000,              /* between attempts: what the restless need is mostly shorter */
  PAUSE_LIMIT_NANOS = 2000000000,    /* for one pause; a thread that answers does so within a millisecond */
};

struct forkpool forkpool = {.tasks = -1};

/* Never glibc's fork(): in the child that disowns the stacks and thread-specific data of all other threads. */
static pid_t clone_process(void)
{
  pid_t *tid = tid_field((void *)pthread_self());
  const unsigned long flags = SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
#if defined(__x86_64__)
  return (pid_t)syscall(SYS_clone, flags, NULL, NULL, tid, NULL);
#else
  return (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, tid);
#endif
}

/* Pauses until all are at rest together. True: they are, and still paused. */
static bool pause_at_rest(int64_t deadline)
{
  for (;;) {
    forkpool.timing.attempts++;
    if (pause_others(now_nanos() + PAUSE_LIMIT_NANOS) && classify_threads()) {
      if (quiesce_check()) {
        return true;
      }
      if (now_nanos() >= deadline) {
        forkpool.failure = FAIL_RESTLESS;
      }
    }
    pause_release();
    if (forkpool.failure != FAIL_NONE) {
      return false;
    }
    const struct timespec moment = {0, RETRY_NANOS};
    nanosleep(&moment, NULL);
  }
}

static void become_child(void *robust_list, size_t robust_list_bytes)
{
  syscall(SYS_set_robust_list, robust_list, robust_list_bytes);
  separate_descriptors();
  perfdata_separate();
  atomic_store(&forkpool.inside, 0);
  atomic_fetch_add(&forkpool.gate, 1);
  recreate_threads();
}

/*
 * 0 in the child, its pid in the parent, -1 with forkpool.failure set and nothing changed. Signals wait
 * meanwhile: a handler must not run on the forker between the two processes.
 */
pid_t fork_process(void)
{
  forkpool.failure = FAIL_NONE;
  forkpool.failure_errno = 0;
  forkpool.timing = (struct fork_timing){0};
  await_recreated();
  if (!pause_reserve()) {
    return -1;
  }
  void *robust_list = NULL;
  size_t robust_list_bytes = 0;
  syscall(SYS_get_robust_list, 0, &robust_list, &robust_list_bytes);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  const int64_t begin = now_nanos();
  pid_t child = -1;
  if (pause_at_rest(begin + forkpool.request.budget_nanos)) {
    const int64_t paused = now_nanos();
    child = clone_process();
    const int clone_errno = errno;
    const int64_t cloned = now_nanos();
    if (child == 0) {
      become_child(robust_list, robust_list_bytes);
    } else {
      pause_release();
    }
    if (child < 0) {
      forkpool.failure = FAIL_CLONE;
      forkpool.failure_errno = clone_errno;
    }
    forkpool.timing.pause = paused - begin;
    forkpool.timing.clone = cloned - paused;
    forkpool.timing.recreate = now_nanos() - cloned;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(forkpool.tasks);
  forkpool.tasks = -1;
  return child;
}

static const char *words_for(enum failure failure)
{
  switch (failure) {
    case FAIL_NONE:
      return "nothing failed";
    case FAIL_MEMORY:
      return "there is no room for the list of threads";
    case FAIL_TASKS:
      return "/proc/self/task cannot be read";
    case FAIL_SIGNAL:
      return "a thread cannot be sent a signal";
    case FAIL_SILENT:
      return "threads did not answer the signal that pauses them (they block all signals, or a tracer holds them)";
    case FAIL_THREAD_STRUCT:
      return "this C library keeps its threads' ids where they are not expected";
    case FAIL_RESTLESS:
      return "the threads were never at rest together";
    case FAIL_CLONE:
      return "the kernel refused to copy the process";
  }
  return "an unknown failure";
}

/* Of a thread that has not told its name itself. */
static void read_name(struct paused *thread)
{
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/comm", thread->tid);
  FILE *file = fopen(path, "re");
  if (file != NULL) {
    if (fgets(thread->name, sizeof thread->name, file) != NULL) {
      thread->name[strcspn(thread->name, "\n")] = '\0';
    }
    fclose(file);
  }
}

/* After the release: writes forkpool.message, with the names of the threads that were in the way. */
void fork_explain(pid_t result)
{
  char *text = forkpool.message;
  const size_t room = sizeof forkpool.message;
  text[0] = '\0';
  if (result >= 0) {
    return;
  }
  size_t used = (size_t)snprintf(text, room, "%s", words_for(forkpool.failure));
  if (forkpool.failure_errno != 0 && used < room) {
    used += (size_t)snprintf(text + used, room - used, ": %s", strerror(forkpool.failure_errno));
  }
  const char *separator = ": ";
  for (size_t i = 0; i < forkpool.thread_count && used < room; i++) {
    struct paused *thread = &forkpool.threads[i];
    const bool silent = atomic_load(&thread->state) == PAUSE_ASKED;
    if (thread->complaint != NULL && (forkpool.failure != FAIL_SILENT || silent)) {
      if (thread->name[0] == '\0') {
        read_name(thread);
      }
      used += (size_t)snprintf(text + used, room - used, "%sthread %d \"%s\" %s", separator, thread->tid,
                               thread->name, thread->complaint);
      separator = "; ";
    }
  }
}
