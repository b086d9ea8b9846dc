/* What depends on the processor: x86-64. */
#ifndef FORKPOOL_ARCH_H
#define FORKPOOL_ARCH_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <ucontext.h>

/* What rseq(2) was registered with by glibc: RSEQ_SIG of sysdeps/unix/sysv/linux/x86/bits/rseq.h. */
#define ARCH_RSEQ_SIGNATURE 0x53053053u

static inline void *arch_thread_pointer(void)
{
  void *pointer;
  __asm__("mov %%fs:0, %0" : "=r"(pointer));
  return pointer;
}

/* Goes on where the signal interrupted: the kernel takes the frame from below the stack pointer. */
__attribute__((noreturn)) static inline void arch_sigreturn(ucontext_t *context)
{
  __asm__ volatile("mov %0, %%rsp\n\t"
                   "syscall\n\t"
                   "ud2"
                   :
                   : "r"(context), "a"((long)SYS_rt_sigreturn)
                   : "memory");
  __builtin_unreachable();
}

static inline bool arch_is_syscall(const uint8_t *instruction)
{
  return instruction[0] == 0x0f && instruction[1] == 0x05;
}

/* The call has ended with EINTR: the instruction pointer is behind it. */
static inline bool arch_was_interrupted(const ucontext_t *context)
{
  const greg_t *registers = context->uc_mcontext.gregs;
  return registers[REG_RAX] == -EINTR && arch_is_syscall((const uint8_t *)registers[REG_RIP] - 2);
}

/*
 * The call will be made again: the instruction pointer is at it, and the result register holds the number.
 * A thread that has not yet made the call looks the same; the call's number tells how bad that would be.
 */
static inline bool arch_will_restart(const ucontext_t *context)
{
  const greg_t *registers = context->uc_mcontext.gregs;
  return arch_is_syscall((const uint8_t *)registers[REG_RIP]);
}

/* Of arch_will_restart(): a syscall instruction leaves its own end in rcx, so the kernel has been entered. */
static inline bool arch_has_entered(const ucontext_t *context)
{
  const greg_t *registers = context->uc_mcontext.gregs;
  return registers[REG_RCX] == registers[REG_RIP] + 2;
}

static inline long arch_syscall_number(const ucontext_t *context)
{
  return (long)context->uc_mcontext.gregs[REG_RAX];
}

/* The arguments 1, 2, 3; in the registers still, whether it is to restart or was interrupted. */
static inline uint64_t arch_argument(const ucontext_t *context, int number)
{
  static const int where[] = {REG_RDI, REG_RSI, REG_RDX};
  return (uint64_t)context->uc_mcontext.gregs[where[number - 1]];
}

#endif
