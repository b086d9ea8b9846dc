/* What depends on the processor: aarch64. UNTESTED: written from the kernel's and glibc's sources. */
#ifndef FORKPOOL_ARCH_H
#define FORKPOOL_ARCH_H

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>

/* What rseq(2) was registered with by glibc: RSEQ_SIG of sysdeps/unix/sysv/linux/aarch64/bits/rseq.h. */
#define ARCH_RSEQ_SIGNATURE 0xd428bc00u

static inline void *arch_thread_pointer(void)
{
  return __builtin_thread_pointer();
}

/* The kernel's struct rt_sigframe begins at the stack pointer with the siginfo; the context follows. */
__attribute__((noreturn)) static inline void arch_sigreturn(ucontext_t *context)
{
  register long number __asm__("x8") = SYS_rt_sigreturn;
  __asm__ volatile("mov sp, %0\n\t"
                   "svc #0\n\t"
                   "brk #1"
                   :
                   : "r"((char *)context - sizeof(siginfo_t)), "r"(number)
                   : "memory");
  __builtin_unreachable();
}

static inline bool arch_is_syscall(const uint8_t *instruction)
{
  uint32_t word;
  memcpy(&word, instruction, sizeof word);
  return word == 0xd4000001u; /* svc #0 */
}

static inline bool arch_was_interrupted(const ucontext_t *context)
{
  return (int64_t)context->uc_mcontext.regs[0] == -EINTR &&
         arch_is_syscall((const uint8_t *)context->uc_mcontext.pc - 4);
}

static inline bool arch_will_restart(const ucontext_t *context)
{
  return arch_is_syscall((const uint8_t *)context->uc_mcontext.pc);
}

/* Nothing in the registers tells: svc leaves them alone. */
static inline bool arch_has_entered(const ucontext_t *context)
{
  (void)context;
  return false;
}

static inline long arch_syscall_number(const ucontext_t *context)
{
  return (long)context->uc_mcontext.regs[8];
}

static inline uint64_t arch_argument(const ucontext_t *context, int number)
{
  return context->uc_mcontext.regs[number - 1];
}

#endif
