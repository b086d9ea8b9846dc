/*
 * Forking a live HotSpot JVM.
 *
 * fork() copies one thread. A JVM without its VM thread, collector and compilers stops at its first
 * safepoint, so the child needs those back. The story, one file for each chapter:
 *
 *   pause.c      a real-time signal stops every other OS thread in a handler, which notes where it stood
 *   classify.c   which of them are the VM's own, and which are Java threads that stay behind ("ghosts")
 *   quiesce.c    is each of those asleep in a system call? Else let all go on, and try again
 *   fork.c       clone(2): the process is copied; the parent lets its threads go on
 *   descriptors.c, attach.c, perfdata.c   in the child: what it must not share with its parent
 *   recreate.c   in the child: a new OS thread for each that comes back; rt_sigreturn on the frame that
 *                the kernel wrote for the handler gives it registers, mask and interrupted call back
 *
 * Between pause and release nothing here allocates, locks or uses stdio: a paused thread may own the
 * lock. What is needed is made before; what is to be said is said afterwards.
 *
 * jvm.c binds this to Java (JVMTI suspension, the fork call) and reach.c to the JDK's private fields.
 * Linux with glibc only; what depends on the processor is in arch/.
 */
#ifndef FORKPOOL_H
#define FORKPOOL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <jni.h>
#include <jvmti.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <ucontext.h>

#if !defined(__linux__)
#error "forkpool's native part is for Linux"
#endif

#if defined(__x86_64__)
#include "arch/x86_64.h"
#elif defined(__aarch64__)
#include "arch/aarch64.h"
#else
#error "forkpool has no arch/ header for this processor"
#endif

/* Who a paused thread is. The first three are told by Java (ThreadRole), for threads that it can see. */
enum role {
  ROLE_GHOST,      /* suspended; stays behind */
  ROLE_DESTROYER,  /* a ghost: the main thread, waiting inside the JVM for all others to end */
  ROLE_SYSTEM,     /* a Java thread of the JVM itself, for instance Reference Handler; comes back */
  ROLE_HIDDEN,     /* a Java thread that Java cannot see: compilers, Service Thread; comes back */
  ROLE_VM_THREAD,  /* runs VM operations; comes back */
  ROLE_VM_WORKER,  /* collector, watcher; comes back */
  ROLE_PRIMORDIAL, /* the launcher's first thread, waiting in pthread_join; comes back */
  ROLE_FOREIGN,    /* unknown to the JVM: of a native library; stays behind */
  ROLE_TRANSIENT,  /* a Java thread that is starting or ending just now */
};

enum pause_state {
  PAUSE_ASKED,  /* has been sent the signal */
  PAUSE_PAUSED, /* waits in the handler; all other fields are valid */
  PAUSE_GONE,   /* has ended */
};

enum { THREAD_NAME_BYTES = 16 }; /* PR_GET_NAME */

/* One thread other than the forker, in one round. */
struct paused {
  pid_t tid;
  _Atomic int state; /* enum pause_state */
  enum role role;
  ucontext_t *context;  /* in the signal frame that the kernel wrote */
  void *thread_pointer; /* TLS */
  void *pthread;        /* pthread_self() */
  void *robust_list;
  size_t robust_list_bytes;
  void *vm_thread; /* HotSpot's Thread*, or NULL */
  bool has_jni;    /* it is a JavaThread */
  const char *complaint; /* why the fork had to wait for it */
  char name[THREAD_NAME_BYTES];
};

/* A Java thread that Java has told a role for. */
struct told {
  void *vm_thread; /* its eetop */
  enum role role;
};

enum failure {
  FAIL_NONE,
  FAIL_MEMORY,       /* no memory for the lists */
  FAIL_TASKS,        /* /proc/self/task cannot be read */
  FAIL_SIGNAL,       /* a thread cannot be sent the signal */
  FAIL_SILENT,       /* threads did not answer in time */
  FAIL_THREAD_STRUCT,/* glibc keeps a thread's id elsewhere than expected */
  FAIL_RESTLESS,     /* the time is up, and threads were never at rest together */
  FAIL_CLONE,        /* clone(2) said no */
};

enum { MAX_KEPT_DESCRIPTORS = 64 };

/* What a child has of its parent's sockets, pipes, selectors and the like. ForkOptions.Descriptors has the same order. */
enum descriptors {
  DESCRIPTORS_INHERITED, /* all, as POSIX says */
  DESCRIPTORS_SEPARATE,  /* none */
  DESCRIPTORS_SOCKETS,   /* the sockets that are not forkpool's own */
};

#define STREAM_OF_NOTHING (-2)

/* What one fork is asked to do. */
struct fork_request {
  enum descriptors descriptors;
  int standard[3];          /* becomes the child's 0, 1, 2; -1 leaves it, -2 is /dev/null */
  int kept[MAX_KEPT_DESCRIPTORS];
  int kept_count;
  int64_t budget_nanos;
};

/* Where the last fork's time went, in nanoseconds. */
struct fork_timing {
  int64_t pause, clone, recreate, attempts;
};

/* All there is. Guarded by the Java side's lock: one fork at a time. */
struct forkpool {
  /* Set once. */
  JavaVM *vm;
  jvmtiEnv *jvmti;
  jfieldID eetop;
  pthread_key_t thread_key; /* under which HotSpot keeps each thread's Thread* */
  size_t tid_offset;        /* of the tid in what pthread_self() points to */
  size_t java_thread_bytes; /* the size of HotSpot's JavaThread */
  size_t thread_state_offset;
  size_t critical_offset;   /* of its count of open JNI critical sections; 0 where there is no need */
  int signal;
  void *primordial;         /* pthread of the first thread of the first process */
  void *perfdata;           /* the hsperfdata mapping; NULL when there is none that is shared */
  size_t perfdata_bytes;

  /* The gate: odd while a round is on, and paused threads wait for it to change. */
  _Atomic uint32_t gate;
  _Atomic uint32_t answered; /* counts answers; a futex */
  _Atomic uint32_t inside;   /* handlers that run; a futex */
  _Atomic uint32_t starting; /* in a child: re-created threads that still need their slot; a futex */

  struct paused *threads;
  size_t thread_count, thread_capacity;
  char *stacks; /* one small stack for each thread to be re-created */
  struct told *told;
  size_t told_count, told_capacity;
  int tasks; /* /proc/self/task */
  char directory[32768];

  struct fork_request request;
  struct fork_timing timing;
  enum failure failure;
  int failure_errno;
  char message[1024];
};

extern struct forkpool forkpool __attribute__((visibility("hidden")));

/* pause.c: each returns false, with forkpool.failure set, when it cannot. */
bool pause_install_handler(void);
bool pause_reserve(void);
bool pause_others(int64_t deadline);
void pause_release(void);

/* classify.c */
bool classify_threads(void);

/* vmstructs.c */
const char *vmstructs_find(JNIEnv *env, const void *self);

/* quiesce.c */
bool quiesce_check(void);

/* recreate.c: in the child */
enum { RECREATE_STACK_BYTES = 8192 };
bool comes_back(const struct paused *thread);
void recreate_threads(void);
void await_recreated(void);

/* descriptors.c: in the child */
void separate_descriptors(void);

/* attach.c */
bool attach_separate(int descriptor);
void attach_forget(void);

/* perfdata.c */
void perfdata_find(void);
void perfdata_separate(void);

/* fork.c */
pid_t fork_process(void);
void fork_explain(pid_t result);

/* jvm.c, reach.c: registered natives */
extern const JNINativeMethod vm_natives[];
extern const int vm_native_count;
extern const JNINativeMethod reach_natives[];
extern const int reach_native_count;

/* Small helpers without a lock or an allocation. */
int64_t now_nanos(void);
long futex_wait(_Atomic uint32_t *word, uint32_t value, int64_t nanos);
void futex_wake(_Atomic uint32_t *word);
int parse_number(const char *digits); /* -1 when it is none */
static inline pid_t *tid_field(void *pthread) { return (pid_t *)((char *)pthread + forkpool.tid_offset); }

/* As getdents64(2) writes it; glibc declares none. */
struct directory_entry {
  uint64_t inode;
  int64_t offset;
  unsigned short bytes;
  unsigned char type;
  char name[];
};

#endif
