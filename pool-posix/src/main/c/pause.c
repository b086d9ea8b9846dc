/* Chapter 1: every other OS thread waits in a signal handler; and the end, when all are released. */
#include "forkpool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
  SPARE_THREADS = 64,            /* that may start between counting and pausing */
  ANSWER_SLICE_NANOS = 2000000,  /* after which those who have not answered are looked at */
};

int64_t now_nanos(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

long futex_wait(_Atomic uint32_t *word, uint32_t value, int64_t nanos)
{
  const struct timespec time = {nanos / 1000000000, nanos % 1000000000};
  return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, nanos < 0 ? NULL : &time, NULL, 0);
}

void futex_wake(_Atomic uint32_t *word)
{
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

int parse_number(const char *digits)
{
  int number = 0;
  if (*digits == '\0') {
    return -1;
  }
  for (; *digits != '\0'; digits++) {
    if (*digits < '0' || *digits > '9') {
      return -1;
    }
    number = number * 10 + (*digits - '0');
  }
  return number;
}

/* Runs on the paused thread. What it reads of its own thread is safe to read wherever that was interrupted. */
static void note_whereabouts(struct paused *self, ucontext_t *context)
{
  self->context = context;
  self->thread_pointer = arch_thread_pointer();
  self->pthread = (void *)pthread_self();
  syscall(SYS_get_robust_list, 0, &self->robust_list, &self->robust_list_bytes);
  prctl(PR_GET_NAME, self->name);
  self->vm_thread = pthread_getspecific(forkpool.thread_key);
  JNIEnv *env = NULL;
  /* async-profiler asks this in a handler, too. A foreign thread is not asked: it might have to allocate TLS. */
  self->has_jni = self->vm_thread != NULL &&
                  (*forkpool.vm)->GetEnv(forkpool.vm, (void **)&env, JNI_VERSION_1_8) == JNI_OK;
}

static void on_pause(int signal, siginfo_t *info, void *context)
{
  (void)signal;
  const int saved_errno = errno;
  atomic_fetch_add(&forkpool.inside, 1);
  const uint64_t ticket = (uint64_t)(uintptr_t)info->si_value.sival_ptr;
  const uint32_t round = (uint32_t)(ticket >> 32);
  /* A signal that comes late, of a round that is over, or from elsewhere, finds another number. */
  if (info->si_code == SI_QUEUE && (round & 1) != 0 && atomic_load(&forkpool.gate) == round) {
    struct paused *self = &forkpool.threads[(uint32_t)ticket];
    note_whereabouts(self, context);
    atomic_store(&self->state, PAUSE_PAUSED);
    atomic_fetch_add(&forkpool.answered, 1);
    futex_wake(&forkpool.answered);
    while (atomic_load(&forkpool.gate) == round) {
      futex_wait(&forkpool.gate, round, -1);
    }
  }
  if (atomic_fetch_sub(&forkpool.inside, 1) == 1) {
    futex_wake(&forkpool.inside);
  }
  errno = saved_errno;
}

/* Takes the highest real-time signal that nobody uses. */
bool pause_install_handler(void)
{
  for (int signal = SIGRTMAX; signal >= SIGRTMIN; signal--) {
    struct sigaction old;
    if (sigaction(signal, NULL, &old) == 0 && old.sa_handler == SIG_DFL && (old.sa_flags & SA_SIGINFO) == 0) {
      struct sigaction action = {.sa_sigaction = on_pause, .sa_flags = SA_SIGINFO | SA_RESTART};
      sigfillset(&action.sa_mask);
      forkpool.signal = signal;
      return sigaction(signal, &action, NULL) == 0;
    }
  }
  return false;
}

static size_t count_tasks(void)
{
  size_t count = 0;
  DIR *directory = opendir("/proc/self/task");
  if (directory != NULL) {
    while (readdir(directory) != NULL) {
      count++;
    }
    closedir(directory);
  }
  return count;
}

/* Before the pause: room for all threads. */
bool pause_reserve(void)
{
  const size_t wanted = count_tasks() + SPARE_THREADS;
  if (forkpool.tasks >= 0) {
    close(forkpool.tasks);
  }
  forkpool.tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (forkpool.tasks < 0) {
    forkpool.failure = FAIL_TASKS;
    forkpool.failure_errno = errno;
    return false;
  }
  if (wanted <= forkpool.thread_capacity) {
    return true;
  }
  const size_t capacity = wanted * 2;
  void *threads = mmap(NULL, capacity * sizeof *forkpool.threads, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  void *stacks = mmap(NULL, capacity * RECREATE_STACK_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
  if (threads == MAP_FAILED || stacks == MAP_FAILED) {
    forkpool.failure = FAIL_MEMORY;
    forkpool.failure_errno = errno;
    return false;
  }
  if (forkpool.threads != NULL) {
    munmap(forkpool.threads, forkpool.thread_capacity * sizeof *forkpool.threads);
    /* The old stacks stay: a thread re-created a moment ago may still stand on one. */
  }
  forkpool.threads = threads;
  forkpool.stacks = stacks;
  forkpool.thread_capacity = capacity;
  return true;
}

/* The directory lists threads in the same order each time, so the search goes on where the last one ended. */
static bool is_known(pid_t tid, size_t *cursor)
{
  for (size_t step = 0; step < forkpool.thread_count; step++) {
    const size_t i = (*cursor + step) % forkpool.thread_count;
    if (forkpool.threads[i].tid == tid) {
      *cursor = i + 1;
      return true;
    }
  }
  return false;
}

static bool ask_to_pause(pid_t tid)
{
  if (forkpool.thread_count == forkpool.thread_capacity) {
    forkpool.failure = FAIL_MEMORY;
    return false;
  }
  const size_t index = forkpool.thread_count++;
  struct paused *thread = &forkpool.threads[index];
  memset(thread, 0, sizeof *thread);
  thread->tid = tid;
  siginfo_t info = {0};
  info.si_signo = forkpool.signal;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  const uint64_t ticket = (uint64_t)atomic_load(&forkpool.gate) << 32 | index;
  info.si_value.sival_ptr = (void *)(uintptr_t)ticket;
  if (syscall(SYS_rt_tgsigqueueinfo, getpid(), tid, forkpool.signal, &info) == 0) {
    return true;
  }
  if (errno == ESRCH) {
    atomic_store(&thread->state, PAUSE_GONE);
    return true;
  }
  forkpool.failure = FAIL_SIGNAL;
  forkpool.failure_errno = errno;
  return false;
}

/* One pass over /proc/self/task. Returns how many threads were new, or -1. */
static int ask_new_threads(pid_t self)
{
  int fresh = 0;
  size_t cursor = 0;
  if (lseek(forkpool.tasks, 0, SEEK_SET) != 0) {
    forkpool.failure = FAIL_TASKS;
    return -1;
  }
  for (;;) {
    const long bytes = syscall(SYS_getdents64, forkpool.tasks, forkpool.directory, sizeof forkpool.directory);
    if (bytes < 0) {
      forkpool.failure = FAIL_TASKS;
      forkpool.failure_errno = errno;
      return -1;
    }
    if (bytes == 0) {
      return fresh;
    }
    for (long at = 0; at < bytes;) {
      const struct directory_entry *entry = (const struct directory_entry *)(forkpool.directory + at);
      at += entry->bytes;
      const pid_t tid = parse_number(entry->name);
      if (tid > 0 && tid != self && !is_known(tid, &cursor)) {
        if (!ask_to_pause(tid)) {
          return -1;
        }
        fresh++;
      }
    }
  }
}

/* A first thread that has called pthread_exit() stays in the list, as a zombie, for the process's life. */
static bool has_ended(pid_t tid)
{
  if (syscall(SYS_tgkill, getpid(), tid, 0) != 0 && errno == ESRCH) {
    return true;
  }
  char path[32], stat[256], digits[12];
  int length = 0;
  for (pid_t rest = tid; rest > 0; rest /= 10) {
    digits[length++] = (char)('0' + rest % 10);
  }
  size_t end = 0;
  while (length > 0) {
    path[end++] = digits[--length];
  }
  memcpy(path + end, "/stat", sizeof "/stat");
  const int file = openat(forkpool.tasks, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return errno == ENOENT || errno == ESRCH;
  }
  const ssize_t bytes = read(file, stat, sizeof stat - 1);
  close(file);
  stat[bytes > 0 ? bytes : 0] = '\0';
  const char *state = strrchr(stat, ')');
  return state == NULL || state[2] == 'Z' || state[2] == 'X';
}

static bool all_answered(bool look)
{
  bool all = true;
  for (size_t i = 0; i < forkpool.thread_count; i++) {
    struct paused *thread = &forkpool.threads[i];
    if (atomic_load(&thread->state) == PAUSE_ASKED) {
      if (look && has_ended(thread->tid)) {
        /* An answer may have come in the meantime: it stands. */
        int asked = PAUSE_ASKED;
        atomic_compare_exchange_strong(&thread->state, &asked, PAUSE_GONE);
      } else {
        thread->complaint = "did not answer";
        all = false;
      }
    }
  }
  return all;
}

static bool await_answers(int64_t deadline)
{
  for (bool look = false;;) {
    const uint32_t answered = atomic_load(&forkpool.answered);
    if (all_answered(look)) {
      return true;
    }
    if (now_nanos() >= deadline) {
      forkpool.failure = FAIL_SILENT;
      return false;
    }
    look = futex_wait(&forkpool.answered, answered, ANSWER_SLICE_NANOS) != 0 && errno == ETIMEDOUT;
  }
}

/* A thread that answers has run no other code since; only those not yet asked can start new ones. */
bool pause_others(int64_t deadline)
{
  const pid_t self = (pid_t)syscall(SYS_gettid);
  forkpool.thread_count = 0;
  atomic_fetch_add(&forkpool.gate, 1);
  for (;;) {
    const int fresh = ask_new_threads(self);
    if (fresh < 0) {
      return false;
    }
    if (fresh == 0) {
      return true;
    }
    if (!await_answers(deadline)) {
      return false;
    }
  }
}

/* Opens the gate, and waits until every handler has left: its thread's slot may be used again then. */
void pause_release(void)
{
  atomic_fetch_add(&forkpool.gate, 1);
  futex_wake(&forkpool.gate);
  for (;;) {
    const uint32_t inside = atomic_load(&forkpool.inside);
    if (inside == 0) {
      return;
    }
    futex_wait(&forkpool.inside, inside, ANSWER_SLICE_NANOS);
  }
}
