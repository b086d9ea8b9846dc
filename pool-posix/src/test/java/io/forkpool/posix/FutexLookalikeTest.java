package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import io.forkpool.Pool;
import io.forkpool.StartMethod;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * A thread may sleep in a system call whose arguments look like those of futex(2): so does whoever
 * waits for the process 137 by waitid(2), with the address 1 as the word. Here it is
 * clock_nanosleep(2), whose flags the kernel does not check.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FutexLookalikeTest {
  private static final int CLOCK_MONOTONIC = 1;

  /** Private FUTEX_WAIT. */
  private static final int FLAGS = 128;

  @Test
  void aSleeperWhoseArgumentsLookLikeAFutexDoesNotEndTheProcess() {
    assumeTrue(StartMethod.FORK.unavailabilityCause().isEmpty(), "nothing can be forked here");
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.SPAWN).build()) {
      assertEquals(3, pool.apply(FutexLookalikeTest::forkBesideASleeper));
    }
  }

  private static int forkBesideASleeper() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread sleeper = new Thread(() -> sleep(begun));
    sleeper.setDaemon(true);
    sleeper.start();
    begun.await();
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.FORK).build()) {
      return pool.apply(x -> x + 1, 2);
    }
  }

  private static void sleep(CountDownLatch begun) {
    Function clockNanosleep = Function.getFunction("c", "clock_nanosleep");
    try (Memory minute = new Memory(16)) {
      minute.setLong(0, 60);
      minute.setLong(8, 0);
      begun.countDown();
      while (true) { // the pause of a fork interrupts it
        clockNanosleep.invokeInt(new Object[] {CLOCK_MONOTONIC, FLAGS, minute, null});
      }
    }
  }
}
