package io.forkpool.posix;

import io.forkpool.WorkerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Finds out whether limits are permitted: by asking the kernel for them, on a thread that is made
 * for it and ends with its own nice value and processors. A worker has this process's rights.
 */
final class LimitCheck {
  /** {@code RLIM_INFINITY}. */
  static final long UNLIMITED = -1;

  /** What Linux can be built for at the most (NR_CPUS), and more than any has. */
  private static final int MOST_CPUS = 8192;

  private final Native system;
  private final WorkerLimits limits;

  private LimitCheck(Native system, WorkerLimits limits) {
    this.system = system;
    this.limits = limits;
  }

  /**
   * Checks limits.
   *
   * @throws IllegalArgumentException if they are not permitted
   */
  static void of(WorkerLimits limits) throws IOException {
    of(Native.get(), limits);
  }

  static void of(Native system, WorkerLimits limits) throws IOException {
    LimitCheck check = new LimitCheck(system, limits);
    check.resources();
    FutureTask<Void> scheduling =
        new FutureTask<>(
            () -> {
              check.processors();
              check.niceValue();
              return null;
            });
    Thread thread = new Thread(null, scheduling, "forkpool-limit-check", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    await(scheduling);
  }

  private static void await(FutureTask<Void> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true; // it takes microseconds
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
      throw new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A time in seconds, rounded up. */
  static long seconds(Duration time) {
    return time.getSeconds() + (time.getNano() > 0 ? 1 : 0);
  }

  private void resources() throws PosixException {
    if (limits.openFiles().isPresent()) {
      requireBelowHard("open files", Native.RLIMIT_NOFILE, limits.openFiles().getAsInt());
    }
    if (limits.cpuTime().isPresent()) {
      requireBelowHard(
          "seconds of processor time", Native.RLIMIT_CPU, seconds(limits.cpuTime().get()));
    }
  }

  private void requireBelowHard(String what, int resource, long wanted) throws PosixException {
    long hard = system.limit(0, resource)[1];
    if (hard != UNLIMITED && Long.compareUnsigned(wanted, hard) > 0) {
      throw new IllegalArgumentException(
          wanted
              + " "
              + what
              + " are more than this process's hard limit of "
              + hard
              + "; ask for less, or raise it (ulimit -H)");
    }
  }

  private void processors() throws IOException {
    for (int cpu : limits.cpus()) {
      if (cpu >= MOST_CPUS || !canRunOn(cpu)) {
        throw new IllegalArgumentException(
            "there is no processor " + cpu + " for this process; it may use " + allowed());
      }
    }
  }

  private boolean canRunOn(int cpu) throws PosixException {
    try {
      system.setAffinity(0, CpuMask.of(new TreeSet<>(Set.of(cpu))));
      return true;
    } catch (PosixException e) {
      if (e.errno() != PosixException.EINVAL) {
        throw e;
      }
      return false;
    }
  }

  private static String allowed() throws IOException {
    String name = "Cpus_allowed_list:";
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("others");
  }

  private void niceValue() throws PosixException {
    if (limits.nice().isEmpty()) {
      return;
    }
    int nice = limits.nice().getAsInt();
    try {
      system.setPriority(0, nice);
    } catch (PosixException e) {
      if (e.errno() != PosixException.EACCES && e.errno() != PosixException.EPERM) {
        throw e;
      }
      throw new IllegalArgumentException(
          "this process may not give workers the nice value "
              + nice
              + ", which is less than its own: it needs CAP_SYS_NICE or RLIMIT_NICE (ulimit -e)",
          e);
    }
  }
}
