package io.forkpool.core.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Which thread reads the connections of an {@link EventLoop}: the leader, of the pattern that is
 * called leader and followers.
 *
 * <p><b>Why.</b> If one thread reads what comes, and wakes the thread that waits for it, each
 * answer costs two wake-ups, and a wake-up costs more than all else. A thread that waits again and
 * again, soon after it got its last answer, had better read for itself. So the loop's own thread,
 * the <em>keeper</em>, gives way to such a thread: it stands by.
 *
 * <p><b>What holds.</b>
 *
 * <ul>
 *   <li>At most one thread leads. All else about the connections is as if it were the keeper.
 *   <li>While a thread waits that does not lead, somebody leads: whoever begins to wait, or stops
 *       leading, calls the keeper if need be.
 *   <li>While nobody waits, nobody leads for two {@link #TICK_NANOS ticks} at most: the keeper
 *       looks, and leads when nobody has since it last looked. This is how long another process may
 *       have to wait in addition when a thread has just ceased to wait again and again.
 *   <li>While somebody leads for long the keeper sleeps.
 * </ul>
 *
 * <p>Without locks. The guess who waits again soon is unguarded; a wrong one costs a wake-up.
 */
final class Leadership {
  /** How often the keeper looks whether it is needed. */
  static final long TICK_NANOS = 200_000;

  /** A thread that waits again within this time waits again soon. */
  static final long SOON_NANOS = 100_000;

  /** How often in a row it must have done so. */
  static final int OFTEN = 8;

  private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final Class<?> VIRTUAL = virtualThreads();

  private final Thread keeper;
  private final LongSupplier nanoClock;
  private final AtomicReference<Thread> leader = new AtomicReference<>();
  private final AtomicInteger followers = new AtomicInteger();
  private volatile boolean called;
  private volatile boolean sleeping;

  /** How often a thread has ceased to lead; written by the leader. */
  private volatile long reigns;

  private volatile Thread lastWaiter;
  private volatile long lastWaited;
  private volatile int streak;

  /** Whether the keeper has answered a thread since it last looked; touched by the leader. */
  private boolean answered;

  Leadership(Thread keeper, LongSupplier nanoClock) {
    this.keeper = keeper;
    this.nanoClock = nanoClock;
  }

  private static Class<?> virtualThreads() {
    try {
      return Class.forName("java.lang.BaseVirtualThread");
    } catch (ClassNotFoundException e) {
      return Void.class; // a JDK without them: nothing is one
    }
  }

  boolean isLedByThisThread() {
    return leader.get() == Thread.currentThread();
  }

  /** The keeper's: tells whether it leads; if not, it has stood by for a while. */
  boolean lead() {
    boolean leads = leader.get() == keeper || leader.compareAndSet(null, keeper);
    if (!leads) {
      standBy();
    }
    return leads;
  }

  /**
   * The keeper's: it has read once. It gives way if the thread that it answered waits again soon.
   */
  void hasRead() {
    boolean givesWay = answered && streak >= OFTEN && followers.get() == 0;
    answered = false;
    if (givesWay) {
      leader.set(null);
      standBy();
    }
  }

  /** The leader's: a thread of this process was given its answer. */
  void hasAnswered() {
    answered = true;
  }

  private void standBy() {
    long seen = reigns;
    LockSupport.parkNanos(this, TICK_NANOS);
    while (!called && (leader.get() != null || reigns != seen)) {
      long now = reigns;
      sleeping = true;
      boolean sleep = leader.get() != null && now == seen && reigns == now && !called;
      LockSupport.parkNanos(this, sleep ? LONG_NANOS : TICK_NANOS);
      sleeping = false;
      if (sleep && reigns == now) {
        return; // its time to look after other things
      }
      seen = now;
    }
    called = false;
  }

  /** Lets the keeper lead, unless somebody does. */
  void call() {
    if (leader.get() == null) {
      called = true;
      LockSupport.unpark(keeper);
    }
  }

  /**
   * A thread begins to wait. {@link #end} is to follow.
   *
   * @return whether it leads; if not, it follows, until {@link #unfollow}
   */
  boolean begin() {
    Thread current = Thread.currentThread();
    boolean soon = lastWaiter == current && nanoClock.getAsLong() - lastWaited < SOON_NANOS;
    int soonInARow = soon ? Math.min(OFTEN, streak + 1) : 0;
    streak = soonInARow;
    lastWaiter = current;
    if (soonInARow == OFTEN
        && !VIRTUAL.isInstance(current)
        && followers.get() == 0
        && leader.compareAndSet(null, current)) {
      return true;
    }
    followers.incrementAndGet();
    call();
    return false;
  }

  /** A thread that follows has been given its answer, or waits no more. */
  void unfollow() {
    followers.decrementAndGet();
  }

  /** A thread has ceased to wait. */
  void end(boolean led) {
    if (led) {
      answered = false;
      reigns++;
      leader.set(null);
      if (followers.get() > 0) {
        call();
      } else if (sleeping) {
        LockSupport.unpark(keeper);
      }
    }
    lastWaited = nanoClock.getAsLong();
  }
}
