/* Chapter 2: who the paused threads are. */
#include "forkpool.h"

#include <string.h>
#include <unistd.h>

/*
 * Java threads that GetAllThreads does not list (JavaThread::is_hidden_from_external_view), by the 15
 * characters that the kernel keeps. Any other Java thread that is not listed is starting or ending.
 */
static const char *const hidden_names[] = {
    "C1 CompilerThre", "C2 CompilerThre", "JVMCI Compiler ", "JVMCI CompilerT", "Sweeper thread",
    "Service Thread",  "Monitor Deflati", "Notification Th", "StringDedupThre", "StringDedupProc",
    "Training replay", /* from 25 on, with an AOT cache: compilationPolicy.cpp, replay_training_at_init_loop */
};

static bool is_hidden_name(const char *name)
{
  for (size_t i = 0; i < sizeof hidden_names / sizeof *hidden_names; i++) {
    if (strcmp(name, hidden_names[i]) == 0) {
      return true;
    }
  }
  return false;
}

static const struct told *find_told(const void *vm_thread)
{
  for (size_t i = 0; i < forkpool.told_count; i++) {
    if (forkpool.told[i].vm_thread == vm_thread) {
      return &forkpool.told[i];
    }
  }
  return NULL;
}

/*
 * The thread that started the process comes back only where it does what the java launcher's does: wait in
 * pthread_join for the thread that runs main. Anything else is some program's own and must not run twice.
 */
static bool joins_a_thread(const struct paused *thread)
{
  const void *word = (const void *)(uintptr_t)arch_argument(thread->context, 1);
  if (word == tid_field((void *)pthread_self())) {
    return true;
  }
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    if (forkpool.threads[i].pthread != NULL && word == tid_field(forkpool.threads[i].pthread)) {
      return true;
    }
  }
  return false;
}

static enum role role_of(const struct paused *thread)
{
  if (thread->vm_thread == NULL) {
    if (thread->tid == getpid()) {
      forkpool.primordial = thread->pthread; /* in a child the forker has that id, so it is remembered */
    }
    return thread->pthread == forkpool.primordial && joins_a_thread(thread) ? ROLE_PRIMORDIAL : ROLE_FOREIGN;
  }
  const struct told *told = find_told(thread->vm_thread);
  if (told != NULL) {
    return told->role;
  }
  if (!thread->has_jni) {
    return strcmp(thread->name, "VM Thread") == 0 ? ROLE_VM_THREAD : ROLE_VM_WORKER;
  }
  return is_hidden_name(thread->name) ? ROLE_HIDDEN : ROLE_TRANSIENT;
}

/* Also verifies, on each, where glibc keeps a thread's id: the child will let the kernel write there. */
bool classify_threads(void)
{
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    struct paused *thread = &forkpool.threads[i];
    if (atomic_load(&thread->state) != PAUSE_PAUSED) {
      continue;
    }
    thread->complaint = NULL;
    if (*tid_field(thread->pthread) != thread->tid) {
      thread->complaint = "has its id elsewhere";
      forkpool.failure = FAIL_THREAD_STRUCT;
      return false;
    }
    thread->role = role_of(thread);
  }
  return true;
}
