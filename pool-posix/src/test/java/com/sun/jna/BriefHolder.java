package com.sun.jna;

/**
 * Holds a monitor for a moment again and again, as JNA's own cleaner does while it frees memory. In
 * JNA's package, by which it is known.
 */
public final class BriefHolder implements Runnable {
  private static final long HELD_NANOS = 3_000_000;

  private long steps;

  @Override
  public void run() {
    while (true) {
      synchronized (this) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < HELD_NANOS) {
          steps++;
        }
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Tells how far it has come.
   *
   * @return a number that grows
   */
  public synchronized long steps() {
    return steps;
  }
}
