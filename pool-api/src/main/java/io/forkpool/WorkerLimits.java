package io.forkpool;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * What each worker of a pool may take from the machine. Immutable and thread-safe.
 *
 * <pre>{@code
 * Pool.builder()
 *     .workerLimits(WorkerLimits.none().withMemory(512L << 20).withNice(10).withCpus(0, 1))
 * }</pre>
 *
 * <p>Values that can never be right are refused here; those that this machine or this process does
 * not permit by {@link Pool.Builder#build}, both with an {@link IllegalArgumentException}. The
 * limit of memory is a flag of the worker's JVM and works on every system, but not for {@code
 * fork}. The others are the kernel's: they need Linux and pool-posix on the class path, and hold
 * for all threads of a worker, and for processes that it starts, from its first moments on, at the
 * latest before its first task. A worker without room for files, or out of processor time, dies or
 * cannot start: what its task gets then says so.
 */
public final class WorkerLimits {
  private static final WorkerLimits NONE = new WorkerLimits(0, null, new TreeSet<>(), 0, null);

  /** The least heap that HotSpot accepts. */
  private static final long LEAST_MEMORY = 2L << 20;

  private final long memory;
  private final Integer nice;
  private final SortedSet<Integer> cpus;
  private final int openFiles;
  private final Duration cpuTime;

  private WorkerLimits(
      long memory, Integer nice, SortedSet<Integer> cpus, int openFiles, Duration cpuTime) {
    this.memory = memory;
    this.nice = nice;
    this.cpus = Collections.unmodifiableSortedSet(cpus);
    this.openFiles = openFiles;
    this.cpuTime = cpuTime;
  }

  /**
   * Limits nothing: what a pool has by default.
   *
   * @return no limits, to begin with; never null
   */
  public static WorkerLimits none() {
    return NONE;
  }

  /**
   * Limits the heap of a worker's JVM ({@code -Xmx}). A task that needs more fails with an {@link
   * OutOfMemoryError} as its cause, and the worker is replaced. What a JVM has beside its heap
   * (classes, code, stacks, buffers; some 30 to 100 MB) comes on top. Not for {@code fork}, whose
   * workers are copies of this JVM, with a heap of the same greatest size: {@link
   * Pool.Builder#build} refuses that.
   *
   * @param bytes the number of bytes, at least 2 MiB
   * @return limits with that one
   * @throws IllegalArgumentException if {@code bytes} is less than 2 MiB
   */
  public WorkerLimits withMemory(long bytes) {
    if (bytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "a JVM needs a heap of at least " + LEAST_MEMORY + " bytes, not " + bytes);
    }
    return new WorkerLimits(bytes, nice, cpus, openFiles, cpuTime);
  }

  /**
   * Sets a worker's nice value; see nice(2).
   *
   * @param nice from -20 (runs first) to 19 (runs when nothing else wants to); less than what this
   *     process has needs the right to do so
   * @return limits with that one
   * @throws IllegalArgumentException if {@code nice} is not in that range
   */
  public WorkerLimits withNice(int nice) {
    if (nice < -20 || nice > 19) {
      throw new IllegalArgumentException("a nice value is from -20 to 19, not " + nice);
    }
    return new WorkerLimits(memory, nice, cpus, openFiles, cpuTime);
  }

  /**
   * Lets a worker run on these processors only; see sched_setaffinity(2).
   *
   * @param cpus the processors' numbers, as in {@code /proc/cpuinfo}; at least one
   * @return limits with that one
   * @throws IllegalArgumentException if there is none, or one is negative
   */
  public WorkerLimits withCpus(int... cpus) {
    SortedSet<Integer> chosen = new TreeSet<>();
    for (int cpu : cpus) {
      if (cpu < 0) {
        throw new IllegalArgumentException("processors are numbered from 0: " + cpu);
      }
      chosen.add(cpu);
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("a worker needs at least 1 processor to run on");
    }
    return new WorkerLimits(memory, nice, chosen, openFiles, cpuTime);
  }

  /**
   * Limits how many files and sockets a worker may have open; see RLIMIT_NOFILE in getrlimit(2). A
   * task that opens more gets an {@link java.io.IOException}, "Too many open files".
   *
   * @param count the number, at least 1; a worker itself needs some 20 to 30, and one for each jar
   *     of its class path
   * @return limits with that one
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public WorkerLimits withOpenFiles(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a worker needs at least 1 open file, not " + count);
    }
    return new WorkerLimits(memory, nice, cpus, count, cpuTime);
  }

  /**
   * Limits how much processor time all threads of a worker may take together in its life; see
   * RLIMIT_CPU in getrlimit(2). A worker that has used it up is killed by SIGXCPU; the task that it
   * ran fails with {@link WorkerLostException}, and it is replaced.
   *
   * @param time the time, at least 1 second; rounded up to full seconds
   * @return limits with that one
   * @throws IllegalArgumentException if {@code time} is less than 1 second
   */
  public WorkerLimits withCpuTime(Duration time) {
    Objects.requireNonNull(time, "time");
    if (time.getSeconds() < 1) {
      throw new IllegalArgumentException(
          "a worker needs at least 1 second of processor time, not " + time);
    }
    return new WorkerLimits(memory, nice, cpus, openFiles, time);
  }

  /**
   * Tells the limit of the heap.
   *
   * @return the number of bytes; empty for none
   */
  public OptionalLong memory() {
    return memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory);
  }

  /**
   * Tells the nice value.
   *
   * @return the value; empty for this process's own
   */
  public OptionalInt nice() {
    return nice == null ? OptionalInt.empty() : OptionalInt.of(nice);
  }

  /**
   * Tells the processors.
   *
   * @return their numbers, immutable; empty for all that this process may use
   */
  public SortedSet<Integer> cpus() {
    return cpus;
  }

  /**
   * Tells the limit of open files.
   *
   * @return the number; empty for this process's own
   */
  public OptionalInt openFiles() {
    return openFiles == 0 ? OptionalInt.empty() : OptionalInt.of(openFiles);
  }

  /**
   * Tells the limit of processor time.
   *
   * @return the time; empty for none
   */
  public Optional<Duration> cpuTime() {
    return Optional.ofNullable(cpuTime);
  }

  /**
   * Tells whether the kernel has to enforce any of these limits.
   *
   * @return true unless the memory is all that is limited
   */
  public boolean needKernel() {
    return nice != null || !cpus.isEmpty() || openFiles != 0 || cpuTime != null;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "WorkerLimits[", "]");
    memory().ifPresent(value -> text.add("memory=" + value));
    nice().ifPresent(value -> text.add("nice=" + value));
    if (!cpus.isEmpty()) {
      text.add("cpus=" + cpus);
    }
    openFiles().ifPresent(value -> text.add("openFiles=" + value));
    cpuTime().ifPresent(value -> text.add("cpuTime=" + value));
    return text.toString();
  }
}
