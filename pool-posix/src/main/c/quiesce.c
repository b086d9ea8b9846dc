/*
 * Chapter 3: is now a moment at which the process may be copied?
 *
 * A ghost never goes on in the child, so it must own nothing that the child's VM or libc could wait for: a
 * malloc arena, glibc's loader lock, Heap_lock. Nobody says who owns those. But their owners are awake, or
 * wait for another who is: so if all ghosts, the VM thread and the collector's threads sleep in system calls,
 * there is no owner. These sleeps do not count:
 *
 *  - one that is over. Threads are stopped one after the other, and what a thread did before it was stopped
 *    can have woken one that was stopped before it; also, a thread that was released a moment ago may not
 *    have run since, and still stands where it slept. So with all stopped the word is looked at on which
 *    each sleeps: if it is not as the sleeper expects, it has been woken. (Seen in one fork of twenty of a
 *    parent that loads classes: its loader had asked for a VM operation, and owned Heap_lock.)
 *  - for a low-level lock, or inside glibc's condition variables: the sleeper is on its way and may own
 *    another lock. Such sleeps are the plain FUTEX_WAITs for a value other than 0;
 *  - of the VM thread for anything but a condition variable: while it waits for a safepoint
 *    (clock_nanosleep), for instance because a compiler thread is slow, the ghost that asked for the
 *    operation owns Heap_lock.
 *
 * Compilers and the hidden service threads may be anywhere: in the child they go on from there.
 */
#include "forkpool.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t futex_operation(const ucontext_t *context)
{
  return arch_argument(context, 2) & ~(uint64_t)(FUTEX_CLOCK_REALTIME | FUTEX_PRIVATE_FLAG);
}

/* Of a thread that sleeps: by its arguments, since the number is lost when the call was interrupted. */
static bool is_futex_wait(const ucontext_t *context)
{
  const uint64_t flags = arch_argument(context, 2) & (FUTEX_CLOCK_REALTIME | FUTEX_PRIVATE_FLAG);
  const uint64_t operation = futex_operation(context);
  return operation == FUTEX_WAIT_BITSET || (operation == FUTEX_WAIT && flags == FUTEX_PRIVATE_FLAG);
}

static uint32_t expected_value(const ucontext_t *context)
{
  return (uint32_t)arch_argument(context, 3);
}

enum word { WORD_AS_EXPECTED, WORD_CHANGED, WORD_NONE };

/*
 * The kernel is asked, by a wait that ends at once. A sleep in another call can have arguments like those of
 * futex(2): waitid(P_PID, 137, ...) has, and its first argument is the address 1. To read there would end the
 * process without a word, since all signals are blocked.
 */
static enum word look_at_word(const ucontext_t *context)
{
  const struct timespec at_once = {0, 0};
  const uintptr_t word = (uintptr_t)arch_argument(context, 1);
  if (syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected_value(context), &at_once, NULL, 0) == 0 ||
      errno == ETIMEDOUT) {
    return WORD_AS_EXPECTED;
  }
  return errno == EAGAIN ? WORD_CHANGED : WORD_NONE;
}

static bool waits_inside_libc(const ucontext_t *context)
{
  return futex_operation(context) == FUTEX_WAIT && expected_value(context) != 0;
}

/*
 * Of a thread that stands at a call: either it was asleep in it and will make it again, or it was about to
 * make it for the first time. The second matters for calls that end a critical section or serve malloc.
 */
static bool sleeps_in(long number, const ucontext_t *context)
{
  switch (number) {
    case SYS_futex:
      return futex_operation(context) == FUTEX_WAIT || futex_operation(context) == FUTEX_WAIT_BITSET;
    case SYS_mmap:
    case SYS_munmap:
    case SYS_mprotect:
    case SYS_mremap:
    case SYS_madvise:
    case SYS_brk:
    case SYS_sched_yield:
      return false;
    case SYS_read:
    case SYS_write:
    case SYS_readv:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_accept:
    case SYS_accept4:
    case SYS_connect:
    case SYS_wait4:
    case SYS_waitid:
    case SYS_flock:
    case SYS_fcntl:
      return true;
    default:
      return arch_has_entered(context);
  }
}

enum { STATE_IN_NATIVE = 4, STATE_BLOCKED = 10 }; /* globalDefinitions.hpp: JavaThreadState */

static int state_of(const struct paused *thread)
{
  return *(const volatile int32_t *)((const char *)thread->vm_thread + forkpool.thread_state_offset);
}

/*
 * A ghost may wait at what is its own: its Parker and its suspension lie in its JavaThread, its ParkEvent is
 * pointed to from there. Anything else that it waits for inside the JVM it shares: an operation or a pause
 * that is under way; and glibc's condition variables, once switched, make a waker wait for sleepers to leave.
 */
static bool waits_at_its_own(const struct paused *thread)
{
  enum { PARK_EVENT_BYTES = 512 };
  const uintptr_t word = (uintptr_t)arch_argument(thread->context, 1);
  const uintptr_t begin = (uintptr_t)thread->vm_thread;
  if (word >= begin && word < begin + forkpool.java_thread_bytes) {
    return true;
  }
  const uintptr_t *pointers = (const uintptr_t *)begin;
  for (size_t i = 0; i < forkpool.java_thread_bytes / sizeof *pointers; i++) {
    if (word >= pointers[i] && word - pointers[i] < PARK_EVENT_BYTES) {
      return true;
    }
  }
  return false;
}

/* Why this thread may not be frozen where it stands; NULL when it may. */
static const char *unrest_of(const struct paused *thread)
{
  const ucontext_t *context = thread->context;
  if (thread->role == ROLE_HIDDEN) {
    return NULL;
  }
  if (thread->role == ROLE_TRANSIENT) {
    return "is starting or ending";
  }
  const bool asleep = arch_was_interrupted(context) ||
                      (arch_will_restart(context) && sleeps_in(arch_syscall_number(context), context));
  if (!asleep) {
    return "is running native code";
  }
  if (thread->role == ROLE_GHOST && state_of(thread) != STATE_BLOCKED && state_of(thread) != STATE_IN_NATIVE) {
    return "is running in the JVM";
  }
  const enum word word = is_futex_wait(context) ? look_at_word(context) : WORD_NONE;
  if (word == WORD_NONE) {
    return thread->role == ROLE_VM_THREAD ? "is waiting for a safepoint" : NULL;
  }
  if (word == WORD_CHANGED) {
    return "has just been woken";
  }
  if (thread->vm_thread != NULL && waits_inside_libc(context)) {
    return "waits for a native lock";
  }
  return thread->role == ROLE_GHOST && state_of(thread) == STATE_BLOCKED && !waits_at_its_own(thread)
             ? "waits inside the JVM"
             : NULL;
}

bool quiesce_check(void)
{
  bool quiet = true;
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    struct paused *thread = &forkpool.threads[i];
    if (atomic_load(&thread->state) == PAUSE_PAUSED) {
      thread->complaint = unrest_of(thread);
      quiet = quiet && thread->complaint == NULL;
    }
  }
  return quiet;
}
