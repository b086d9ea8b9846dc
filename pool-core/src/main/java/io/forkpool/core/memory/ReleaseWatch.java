package io.forkpool.core.memory;

import io.forkpool.spi.ThisProcess;

/**
 * The thread that lets go of memory which nobody uses, as long as this process has blocks mapped.
 *
 * <p>A block that another process has made is kept mapped here while that one has it: this costs no
 * memory, and the next task finds its pages at once. When the maker has closed it, or has ended,
 * the memory is free as soon as nobody here uses it. Whether somebody does, after uses were dropped
 * without {@code close}, only the collector finds out, and it may not run for hours in a process
 * that does little, such as an idle worker. So this thread then has it run.
 *
 * <p>What that costs is bounded. A request is made only for blocks that were given up, once for all
 * of them, and not if they are small; never where the heap is full, where a collection is long (a
 * copy made by fork would copy the heap), and comes by itself; and all requests together take at
 * most one of {@value #SHARE} parts of the time. With {@code -XX:+DisableExplicitGC} they do
 * nothing, and the memory is free when the collector runs for its own reasons.
 */
final class ReleaseWatch {
  private static final long PERIOD_MILLIS = 500;

  /** What a collection takes some tens of milliseconds for. */
  private static final long SMALL_HEAP_BYTES = 256L << 20;

  /** Less memory than that can wait. */
  private static final long WORTHWHILE_BYTES = 1 << 20;

  private static final int SHARE = 50;

  /** The process that the thread runs in: a copy of it has none. Under {@link Blocks#guard}. */
  private static long watching;

  private final long pid;
  private long releasedBytes;
  private long notBefore = System.nanoTime();

  private ReleaseWatch(long pid) {
    this.pid = pid;
  }

  /** Called after a block was entered, or found. */
  static void begin() {
    long pid = ThisProcess.pid();
    synchronized (Blocks.guard()) {
      if (watching != pid) {
        watching = pid;
        Thread thread = new Thread(new ReleaseWatch(pid)::watch, "forkpool-memory-watch");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        continue; // nobody's business
      }
      Blocks.endDropped();
      if (isTimeToCollect()) {
        collect();
      }
      synchronized (Blocks.guard()) {
        if (Blocks.isEmpty()) {
          watching = 0;
          return;
        }
      }
    }
  }

  private boolean isTimeToCollect() {
    for (BlockEntry each : Blocks.entries()) {
      if (each.isNewlyReleased(pid)) {
        releasedBytes += each.file().bytes();
      }
    }
    return releasedBytes >= WORTHWHILE_BYTES
        && System.nanoTime() - notBefore >= 0
        && usedHeap() < SMALL_HEAP_BYTES;
  }

  private void collect() {
    releasedBytes = 0;
    long begun = System.nanoTime();
    System.gc();
    long end = System.nanoTime();
    notBefore = end + SHARE * (end - begun);
    Blocks.endDropped();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
