package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeadStartTest {
  @Test
  void theSecondWaitsForTheFirstButNotForLong() throws InterruptedException {
    HeadStart start = new HeadStart(true);
    start.await();
    long begin = System.nanoTime();
    start.await();
    assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(50), "no head start");
  }

  @Test
  void theSecondWaitsForTheFirstOnesAnswerButNotForLong() throws InterruptedException {
    HeadStart start = new HeadStart(true);
    start.await();
    start.ready();
    long begin = System.nanoTime();
    start.await();
    assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(5), "no head start");
    begin = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      start.await(); // 10 s, if each waited for the first to come up
    }
    long nanos = System.nanoTime() - begin;
    assertTrue(nanos < TimeUnit.SECONDS.toNanos(9), nanos + " ns");
  }

  @Test
  void nobodyWaitsOnceItIsOver() throws InterruptedException {
    HeadStart start = new HeadStart(true);
    start.await();
    CountDownLatch waits = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              try {
                start.over();
                for (int i = 0; i < 4_000; i++) {
                  start.await(); // 20 s, if each waited for an answer
                }
                waits.countDown();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    second.start();
    assertTrue(waits.await(10, TimeUnit.SECONDS));
  }

  @Test
  void nobodyWaitsWhereItIsNotNeeded() throws InterruptedException {
    HeadStart none = new HeadStart(false);
    long begin = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      none.await();
    }
    assertFalse(System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(10), "somebody has waited");
  }
}
