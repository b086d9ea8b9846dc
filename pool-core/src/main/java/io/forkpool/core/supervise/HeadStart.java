package io.forkpool.core.supervise;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the first worker of a pool come up alone, and answer what waits for it, where a child is a
 * copy of this process: each copy stops all of its threads for milliseconds, among them the one
 * that the first worker waits for. Thread-safe.
 */
final class HeadStart {
  /** How long the others wait: what a start takes on an idle machine, three times. */
  private static final long LIMIT_MILLIS = 50;

  /** How long they wait for its first answer: more than one needs, but for a task that is long. */
  private static final long ANSWER_MILLIS = 5;

  private final CountDownLatch ready;
  private final CountDownLatch over;
  private final AtomicBoolean given = new AtomicBoolean();

  /**
   * Makes a head start that nobody has been given.
   *
   * @param needed if not, nobody waits
   */
  HeadStart(boolean needed) {
    this.ready = new CountDownLatch(needed ? 1 : 0);
    this.over = new CountDownLatch(needed ? 1 : 0);
  }

  /** Who comes first goes on at once; the others wait until it is over. */
  void await() throws InterruptedException {
    if (!given.compareAndSet(false, true) && ready.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
      over.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The worker is up, and has been given a task. */
  void ready() {
    ready.countDown();
  }

  /** The worker has nothing to do, or has answered; or there will be none. */
  void over() {
    ready.countDown();
    over.countDown();
  }
}
