package io.forkpool.core.queue;

import io.forkpool.core.channel.Ring;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a thread that puts wait for room in a ring, if the reader is fast enough.
 *
 * <p>A full ring is no reason to stop: the owner takes in all that is there, and has it in its
 * heap. But that is dear, see {@link Stock}. A reader that comes along within a few milliseconds
 * had better find all in the ring. The thread sleeps meanwhile, since a full ring gives the reader
 * enough to do; and it waits for room for many small items, so that it need not sleep before each.
 * Whether the reader is fast enough is learned by {@link Patience}. Not thread-safe.
 */
final class RoomWait {
  private static final long STEP_NANOS = 50_000;

  /** The reader must take something within this time. */
  private static final long STALL_NANOS = 2_000_000;

  /** This is what so much room takes a reader of some 100 MB a second. */
  private static final long LONGEST_NANOS = 5_000_000;

  private static final long MUCH_ROOM = 512 << 10;

  private final Patience patience = new Patience();
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
  boolean await(Ring ring, long length, long nanos) {
    if (nanos < LONGEST_NANOS || patience.nanos() == 0) {
      return false;
    }
    long begun = nanoClock.getAsLong();
    long moved = begun;
    long now = begun;
    long progress = ring.progress();
    boolean room = false;
    while (!room && now - begun < LONGEST_NANOS && now - moved < STALL_NANOS) {
      sleep.accept(STEP_NANOS);
      room = ring.hasRoom(Math.max(length, MUCH_ROOM));
      now = nanoClock.getAsLong();
      if (ring.progress() != progress) {
        progress = ring.progress();
        moved = now;
      }
    }
    if (room) {
      patience.paid();
    } else {
      patience.wasted();
    }
    return ring.hasRoom(length);
  }
}
