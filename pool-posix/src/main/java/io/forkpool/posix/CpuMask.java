package io.forkpool.posix;

import java.util.SortedSet;

/** A set of processors as {@code sched_setaffinity(2)} takes it: a bit for each. */
final class CpuMask {
  private CpuMask() {}

  static long[] of(SortedSet<Integer> cpus) {
    long[] mask = new long[cpus.last() / Long.SIZE + 1];
    for (int cpu : cpus) {
      mask[cpu / Long.SIZE] |= 1L << cpu;
    }
    return mask;
  }
}
