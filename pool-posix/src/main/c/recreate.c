/* Chapter 5, in the child: the threads that come back. */
#include "forkpool.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc 2.35 and later register rseq for each thread; earlier ones have neither symbol. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

enum {
  RSEQ_BYTES = 32, /* the size of the first version, the least that the kernel takes */
  EXIT_BROKEN_CHILD = 70,
};

bool comes_back(const struct paused *thread)
{
  if (thread->state != PAUSE_PAUSED) {
    return false;
  }
  switch (thread->role) {
    case ROLE_SYSTEM:
    case ROLE_HIDDEN:
    case ROLE_VM_THREAD:
    case ROLE_VM_WORKER:
    case ROLE_PRIMORDIAL:
      return true;
    case ROLE_GHOST:
    case ROLE_DESTROYER:
    case ROLE_FOREIGN:
    case ROLE_TRANSIENT:
      return false;
  }
  return false;
}

static void register_rseq(void *thread_pointer)
{
  if (&__rseq_size == NULL || __rseq_size == 0) {
    return;
  }
  const unsigned int bytes = __rseq_size < RSEQ_BYTES ? RSEQ_BYTES : __rseq_size;
  syscall(SYS_rseq, (char *)thread_pointer + __rseq_offset, bytes, 0, ARCH_RSEQ_SIGNATURE);
}

/* Runs on the new thread, which has the old one's TLS and all signals blocked. Never returns. */
static int go_on(void *argument)
{
  const struct paused *self = argument;
  /* The kernel drops all three at clone. */
  syscall(SYS_set_robust_list, self->robust_list, self->robust_list_bytes);
  register_rseq(self->thread_pointer);
  prctl(PR_SET_NAME, self->name);
  ucontext_t *context = self->context;
  if (atomic_fetch_sub(&forkpool.starting, 1) == 1) {
    futex_wake(&forkpool.starting);
  }
  arch_sigreturn(context);
}

/* Before the next fork, which uses the slots again. The child itself need not wait: it saves a third of a ms. */
void await_recreated(void)
{
  for (;;) {
    const uint32_t starting = atomic_load(&forkpool.starting);
    if (starting == 0) {
      return;
    }
    futex_wait(&forkpool.starting, starting, -1);
  }
}

void recreate_threads(void)
{
  uint32_t count = 0;
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    count += comes_back(&forkpool.threads[i]) ? 1 : 0;
  }
  atomic_store(&forkpool.starting, count);
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    struct paused *thread = &forkpool.threads[i];
    if (!comes_back(thread)) {
      continue;
    }
    pid_t *tid = tid_field(thread->pthread);
    const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                      CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    char *stack = forkpool.stacks + (i + 1) * RECREATE_STACK_BYTES;
    /* glibc's clone() is a bare wrapper: it touches neither the thread list nor any lock. */
    if (clone(go_on, stack, flags, thread, tid, thread->thread_pointer, tid) < 0) {
      static const char words[] = "forkpool: the child cannot have its VM threads back; it ends\n";
      const ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
      (void)ignored;
      syscall(SYS_exit_group, EXIT_BROKEN_CHILD);
    }
  }
}

