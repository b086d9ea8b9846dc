package io.forkpool.core.channel;

/** How a reader waits for bytes. */
enum Wait {
  /** Sleeps until they come; ignores interrupts. */
  SLEEPING(false, false),
  /** Looks again for a short while first, see {@link ShortWaits}; ignores interrupts. */
  SPINNING(true, false),
  /** The same, and ends when the thread is interrupted. */
  SPINNING_INTERRUPTIBLY(true, true);

  final boolean spins;
  final boolean endsByInterrupt;

  Wait(boolean spins, boolean endsByInterrupt) {
    this.spins = spins;
    this.endsByInterrupt = endsByInterrupt;
  }
}
