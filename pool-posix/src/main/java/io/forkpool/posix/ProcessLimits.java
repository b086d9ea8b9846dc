package io.forkpool.posix;

import io.forkpool.WorkerLimits;
import io.forkpool.spi.Availability;
import io.forkpool.spi.WorkerLimiter;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Limits of other processes, by {@code prlimit(2)}, {@code setpriority(2)} and {@code
 * sched_setaffinity(2)}, from outside: the process itself needs no native code for it.
 *
 * <p><b>All threads.</b> Resource limits are a process's, but nice values and processors are each
 * thread's own on Linux; a new thread has those of the one that started it. Threads may start while
 * this goes on. So all threads that {@code /proc} lists are set, and listed again, until a list has
 * none that was not set before. Whoever starts a thread after that was in this list, or began by
 * one that was: it has the values. A list can miss a thread when another ends while the kernel
 * makes it, so there are two such lists in a row.
 *
 * <p>What has ended is left alone. A process id is only used right after its process was seen to
 * live; ids come again only after all others have been used.
 */
public final class ProcessLimits implements WorkerLimiter {
  /** How many lists in a row have nothing new. */
  private static final int QUIET_LISTS = 2;

  /** Of a process that starts threads faster than this can follow. */
  private static final int MOST_LISTS = 10_000;

  /** Public for {@link java.util.ServiceLoader}. */
  public ProcessLimits() {}

  @Override
  public Availability availability() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Availability.unavailable("it needs Linux; limit only memory, or nothing");
    }
    return new File("/proc/self/task").isDirectory()
        ? Availability.available()
        : Availability.unavailable("/proc is not mounted or not readable; mount it");
  }

  @Override
  public void check(WorkerLimits limits) throws IOException {
    LimitCheck.of(limits);
  }

  @Override
  public void apply(long pid, WorkerLimits limits) throws IOException {
    try {
      apply(Math.toIntExact(pid), limits);
    } catch (PosixException e) {
      if (e.errno() != PosixException.ESRCH) {
        throw e;
      }
    }
  }

  private static void apply(int pid, WorkerLimits limits) throws PosixException {
    Native system = Native.get();
    if (limits.openFiles().isPresent()) {
      int most = limits.openFiles().getAsInt();
      system.setLimit(pid, Native.RLIMIT_NOFILE, most, most);
    }
    if (limits.cpuTime().isPresent()) {
      long seconds = LimitCheck.seconds(limits.cpuTime().get());
      long hard = system.limit(pid, Native.RLIMIT_CPU)[1];
      // SIGXCPU says what it was; at the hard limit comes SIGKILL, which does not.
      long later = hard == LimitCheck.UNLIMITED ? seconds + 1 : Math.min(seconds + 1, hard);
      system.setLimit(pid, Native.RLIMIT_CPU, seconds, later);
    }
    if (limits.nice().isPresent() || !limits.cpus().isEmpty()) {
      applyToThreads(system, pid, limits);
    }
  }

  private static void applyToThreads(Native system, int pid, WorkerLimits limits)
      throws PosixException {
    File tasks = new File("/proc/" + pid + "/task");
    Set<Integer> done = new HashSet<>();
    int quiet = 0;
    for (int lists = 0; quiet < QUIET_LISTS && lists < MOST_LISTS; lists++) {
      String[] names = tasks.list();
      if (names == null) {
        return; // it has ended
      }
      quiet++;
      for (String name : names) {
        if (done.add(Integer.valueOf(name))) {
          quiet = 0;
          applyToThread(system, Integer.parseInt(name), limits);
        }
      }
    }
  }

  private static void applyToThread(Native system, int thread, WorkerLimits limits)
      throws PosixException {
    try {
      if (limits.nice().isPresent()) {
        system.setPriority(thread, limits.nice().getAsInt());
      }
      if (!limits.cpus().isEmpty()) {
        system.setAffinity(thread, CpuMask.of(limits.cpus()));
      }
    } catch (PosixException e) {
      if (e.errno() != PosixException.ESRCH) { // the thread has ended
        throw e;
      }
    }
  }
}
