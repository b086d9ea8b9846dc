package io.forkpool.core.memory;

import io.forkpool.spi.ThisProcess;
import java.util.Collection;

/**
 * The thread that lets go of memory which nobody uses, as long as this process has blocks mapped.
 * What was dropped without {@code close} only the collector finds; it may not run for hours in a
 * process that does little, such as an idle worker. So when the process that made a block has
 * closed it, or has ended, this thread has the collector run once. Not where the heap is full:
 * there that costs more than it gives (a copy made by fork would copy the heap), and it runs by
 * itself.
 */
final class ReleaseWatch {
  private static final long PERIOD_MILLIS = 500;

  /** What a collection takes some tens of milliseconds for. */
  private static final long SMALL_HEAP_BYTES = 256L << 20;

  /** Less memory than that can wait. */
  private static final long WORTHWHILE_BYTES = 1 << 20;

  /** The process that the thread runs in: a copy of it has none. Under {@link Blocks#guard}. */
  private static long watching;

  private ReleaseWatch() {}

  /** Called after a block was entered. */
  static void begin() {
    long pid = ThisProcess.pid();
    synchronized (Blocks.guard()) {
      if (watching != pid) {
        watching = pid;
        Thread thread = new Thread(() -> watch(pid), "forkpool-memory-watch");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private static void watch(long pid) {
    while (true) {
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        continue; // nobody's business
      }
      Blocks.endDropped();
      if (worthCollecting(Blocks.entries(), pid) && usedHeap() < SMALL_HEAP_BYTES) {
        System.gc();
      }
      synchronized (Blocks.guard()) {
        if (Blocks.entries().isEmpty()) {
          watching = 0;
          return;
        }
      }
    }
  }

  /** Asks once for each block that is given up by the process that made it. */
  static boolean worthCollecting(Collection<Blocks.Entry> entries, long pid) {
    long bytes = 0;
    for (Blocks.Entry each : entries) {
      if (each.maker().pid() != pid && each.isNewlyReleased()) {
        bytes += each.bytes();
      }
    }
    return bytes >= WORTHWHILE_BYTES;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
