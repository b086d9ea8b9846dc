package io.forkpool.core.channel;

import java.util.function.LongSupplier;

/**
 * Decides whether a reader tries again for a short while before it sleeps.
 *
 * <p><b>Why.</b> To wake a thread that sleeps on an idle processor costs about 20 us each way (most
 * of it in the hypervisor, on a virtual machine): several times what the kernel needs to carry a
 * small frame. Two ends that answer each other within microseconds should not sleep in between. One
 * that waits for a task of a millisecond should, at once: the time belongs to whoever computes. So
 * a wait spins only if the one before it was short enough that spinning would have paid, and gives
 * the processor away between two looks ({@link Thread#yield}), which lets the other end run should
 * it share this one. A wrong guess costs {@link #SPIN_NANOS} once.
 *
 * <p>Only {@link Frame#DIRECT direct} calls are waited for like this. Threads that carry a batch
 * compete with its tasks for the processors, and a reader that sleeps finds more to read at once:
 * with spinning there, chunks of 1 were half as fast.
 */
final class ShortWaits {
  /** How long a wait may spin. */
  static final long SPIN_NANOS = 40_000;

  /** A wait up to this long is a short one; above what two wake-ups cost. */
  static final long SHORT_NANOS = 100_000;

  private final LongSupplier nanoClock;
  private final boolean severalProcessors;
  private boolean lastWasShort;
  private boolean waiting;
  private long begun;

  /**
   * Starts without a guess: the first wait sleeps.
   *
   * @param nanoClock nanoseconds, as {@link System#nanoTime}
   * @param processors how many processors there are: a single one is never spun on
   */
  ShortWaits(LongSupplier nanoClock, int processors) {
    this.nanoClock = nanoClock;
    this.severalProcessors = processors > 1;
  }

  /**
   * Nothing has come yet.
   *
   * @return whether to look again at once, rather than sleep until something comes
   */
  boolean lookAgain() {
    long now = nanoClock.getAsLong();
    if (!waiting) {
      waiting = true;
      begun = now;
    }
    return lastWasShort && severalProcessors && now - begun < SPIN_NANOS;
  }

  /** Something has come. */
  void over() {
    if (waiting) {
      lastWasShort = nanoClock.getAsLong() - begun < SHORT_NANOS;
      waiting = false;
    }
  }
}
