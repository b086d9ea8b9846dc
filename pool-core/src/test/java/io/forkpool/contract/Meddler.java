package io.forkpool.contract;

import io.forkpool.Pool;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * A thread that does things to the workers of a pool from outside: kills one, or stops one for a
 * moment; but only while enough of them are up, so that those that take long to start get something
 * done. Closed, it has let all go on that it had stopped.
 */
final class Meddler implements AutoCloseable {
  private final Pool pool;
  private final Random random;
  private final int pauseMillis;
  private final int leastUp;
  private final boolean stops;
  private final Thread thread = new Thread(this::meddle, "meddler");
  private volatile boolean done;
  private volatile int killed;
  private volatile int stopped;

  private Meddler(Pool pool, long seed, int pauseMillis, int leastUp, boolean stops) {
    this.pool = pool;
    this.random = new Random(seed);
    this.pauseMillis = pauseMillis;
    this.leastUp = leastUp;
    this.stops = stops;
    thread.start();
  }

  /** Kills a worker or stops one after each pause, while at most one is missing. */
  static Meddler patient(Pool pool, long seed, int pauseMillis) {
    return new Meddler(pool, seed, pauseMillis, pool.workers() - 1, true);
  }

  /** Kills a worker after each pause, while at least half of them are up. */
  static Meddler killing(Pool pool, long seed, int pauseMillis) {
    return new Meddler(pool, seed, pauseMillis, pool.workers() / 2, false);
  }

  /** How many workers it has killed that had become ready. */
  int killed() {
    return killed;
  }

  /** How often it has killed a worker, or stopped one. */
  int deeds() {
    return killed + stopped;
  }

  private void meddle() {
    try {
      while (!done) {
        Thread.sleep(pauseMillis);
        List<Long> pids = pool.workerPids();
        if (pids.size() >= leastUp) {
          meddleWith(pids.get(random.nextInt(pids.size())));
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread, and kill is there", e);
    }
  }

  private void meddleWith(long pid) throws IOException, InterruptedException {
    if (!stops || random.nextBoolean()) {
      killed++; // before: its loss must not be counted earlier
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } else {
      stopped++;
      Signals.send("STOP", pid);
      Thread.sleep(random.nextInt(20));
      Signals.send("CONT", pid);
    }
  }

  @Override
  public void close() {
    done = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the test's time is over; the thread ends by itself
    }
  }
}
