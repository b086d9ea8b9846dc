package io.forkpool.core;

import io.forkpool.WorkerLimits;
import io.forkpool.spi.PoolSettings;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.WorkerPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of the workers' JVMs: those that the user gave, and those that other settings stand
 * for.
 *
 * @param all the flags, in order
 */
record WorkerFlags(List<String> all) {
  /**
   * A heap that may be given back to the system down to this size, and whose pages have all been
   * used: only then does a worker see what it keeps outside of it.
   */
  private static final String SMALL_HEAP = "-XX:InitialHeapSize=16m";

  /**
   * Finds the flags.
   *
   * @throws IllegalArgumentException if settings are against each other
   */
  static WorkerFlags of(PoolSettings settings, StartMethodProvider method) {
    WorkerPolicy policy = settings.policy();
    List<String> given = settings.jvmArgs();
    if (method.sharesMemory()) {
      requireNone(settings);
      return new WorkerFlags(given);
    }
    boolean heapGiven = given.stream().anyMatch(WorkerFlags::sizesHeap);
    List<String> all = new ArrayList<>();
    if (policy.limits().memory().isPresent()) {
      if (heapGiven) {
        throw new IllegalArgumentException(
            "both " + policy.limits() + " and jvmArgs " + given + " set the heap; leave one out");
      }
      all.add("-Xmx" + policy.limits().memory().getAsLong());
    } else if (policy.maxMemory().isPresent() && !heapGiven) {
      all.add(SMALL_HEAP);
    }
    all.addAll(given);
    return new WorkerFlags(all);
  }

  private static void requireNone(PoolSettings settings) {
    if (!settings.jvmArgs().isEmpty()) {
      throw new IllegalArgumentException(
          settings.startMethod()
              + " copies this JVM, so its workers cannot have flags of their own: "
              + settings.jvmArgs()
              + "; leave them out, or use spawn");
    }
    WorkerLimits limits = settings.policy().limits();
    if (limits.memory().isPresent()) {
      throw new IllegalArgumentException(
          settings.startMethod()
              + " copies this JVM, so its workers have the same greatest heap and cannot have "
              + limits
              + "; start this program with -Xmx, use forkserver or spawn, or have workers replaced"
              + " by maxWorkerMemory");
    }
  }

  private static boolean sizesHeap(String flag) {
    return flag.startsWith("-Xm") || flag.startsWith("-XX:") && flag.contains("HeapSize");
  }
}
