package io.forkpool.core.child;

import java.util.function.LongSupplier;

/**
 * Finds out whether this process keeps more memory than it may. Not thread-safe.
 *
 * <p><b>What counts.</b> The memory that a process takes is no measure of what it keeps: garbage is
 * in it, and heap that is free but not given back (the serial collector never goes below the
 * initial size, G1 gives back later, by a thread of its own). So that is only what a look begins
 * with. If it is above the limit garbage is collected; what counts is what the heap holds then, and
 * what the process takes beyond the size of its heap. The size before the collection, if that was
 * larger: pages of a heap that has shrunk may not have gone yet. The error is on one side: of a
 * heap whose pages were never used, or are another process's, as in a forked child, as much native
 * memory is not seen.
 *
 * <p><b>What it costs.</b> A look takes some 30 microseconds, and there is one after a chunk only
 * if the last was a tenth of a second ago. Collections take a twentieth of the time at the most,
 * but for those that follow on growth by a quarter of the limit: there cannot be many.
 */
final class MemoryCheck {
  private static final long LEAST_NANOS = 100_000_000;
  private static final int PAUSE_PER_WORK = 20;

  private final long limit;
  private final ProcessMemory memory;
  private final LongSupplier clock;
  private final Runnable collector;
  private long nextLook;
  private long nextCollection;
  private long ownBefore;

  MemoryCheck(long limit, ProcessMemory memory, LongSupplier clock, Runnable collector) {
    this.limit = limit;
    this.memory = memory;
    this.clock = clock;
    this.collector = collector;
    this.nextLook = clock.getAsLong();
    this.nextCollection = nextLook;
  }

  /**
   * Makes the check of this process.
   *
   * @param limit how many bytes it may keep; 0 for no limit
   */
  static MemoryCheck of(long limit) {
    return new MemoryCheck(limit, ProcessMemory.ofThisProcess(), System::nanoTime, System::gc);
  }

  /** Whether this process was just found to keep more than it may. */
  boolean isExceeded() {
    if (limit == 0) {
      return false;
    }
    long begin = clock.getAsLong();
    if (begin - nextLook < 0) {
      return false;
    }
    long own = memory.resident() > limit ? memory.own() : 0;
    long end = clock.getAsLong();
    nextLook = end + Math.max(LEAST_NANOS, PAUSE_PER_WORK * (end - begin));
    boolean worthIt = end - nextCollection >= 0 || own - ownBefore > limit / 4;
    return own > limit && worthIt && keepsMore(own);
  }

  private boolean keepsMore(long own) {
    long begin = clock.getAsLong();
    boolean exceeded = keptAfterCollection() > limit;
    long end = clock.getAsLong();
    nextCollection = end + PAUSE_PER_WORK * (end - begin);
    ownBefore = own;
    return exceeded;
  }

  private long keptAfterCollection() {
    long heapBefore = memory.heapSize();
    collector.run();
    long heap = Math.max(heapBefore, memory.heapSize());
    return memory.heapUsed() + Math.max(0, memory.own() - heap);
  }
}
