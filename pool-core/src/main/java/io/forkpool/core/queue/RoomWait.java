package io.forkpool.core.queue;

import io.forkpool.core.channel.Ledger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a thread that puts wait for room in a ring, if items are taken fast.
 *
 * <p>A full ring is no reason to stop: the owner takes in all that is there, and has it in its
 * heap. But that is dear, see {@link Stock}, and it lasts: what is in the heap is taken first, and
 * the ring is full again before. So while items leave the queue at {@link #BYTES_PER_MILLI}, the
 * thread waits, some milliseconds at most. It sleeps meanwhile, since a full ring gives the reader
 * enough to do; and it waits for room for many small items, so that it need not sleep before each.
 * Not thread-safe.
 */
final class RoomWait {
  private static final long MILLI = 1_000_000;

  private static final long STEP_NANOS = 50_000;

  /** A page that is new to the heap takes the kernel so long that it gets no more than 100,000. */
  private static final long BYTES_PER_MILLI = 50_000;

  /** How long nothing needs to leave; the reader may share its processor. */
  private static final long GRACE_MILLIS = 2;

  /** About what it takes to have a full ring in new pages of the heap. */
  private static final long LONGEST_NANOS = 20 * MILLI;

  private static final long MUCH_ROOM = 512 << 10;

  /** A ring is full seldom. */
  private static final int MOST_SKIPPED = 4;

  private final Patience patience = new Patience(MOST_SKIPPED);
  private final LongSupplier nanoClock;
  private final LongConsumer sleep;

  RoomWait() {
    this(System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * Sets the time.
   *
   * @param nanoClock nanoseconds, as {@link System#nanoTime}
   * @param sleep sleeps so many nanoseconds, or less
   */
  RoomWait(LongSupplier nanoClock, LongConsumer sleep) {
    this.nanoClock = nanoClock;
    this.sleep = sleep;
  }

  /**
   * Waits for room.
   *
   * @param length of the item
   * @param nanos how long it may take
   * @return whether there is room for the item
   */
  boolean await(Ledger ledger, long length, long nanos) {
    if (nanos < LONGEST_NANOS || patience.nanos() == 0) {
      return false;
    }
    long begun = nanoClock.getAsLong();
    long departed = ledger.departed();
    long waited = 0;
    boolean room = false;
    while (!room
        && waited < LONGEST_NANOS
        && isFast(ledger.departed() - departed, waited / MILLI)) {
      sleep.accept(STEP_NANOS);
      room = ledger.ring().hasRoom(Math.max(length, MUCH_ROOM));
      waited = nanoClock.getAsLong() - begun;
    }
    if (room) {
      patience.paid();
    } else {
      patience.wasted();
    }
    return ledger.ring().hasRoom(length);
  }

  private static boolean isFast(long bytes, long millis) {
    return millis < GRACE_MILLIS || bytes >= millis * BYTES_PER_MILLI;
  }
}
