package io.forkpool.posix;

/**
 * Where a fork's time went, in nanoseconds.
 *
 * @param pause until all threads stood still, over all attempts
 * @param copy the system call that copies the process; it grows with the memory in use
 * @param release until all went on
 * @param attempts how often all were paused
 */
record ForkTiming(long pause, long copy, long release, int attempts) {
  static ForkTiming last() {
    long[] values = new long[4];
    Vm.timing(values);
    return new ForkTiming(values[0], values[1], values[2], (int) values[3]);
  }
}
