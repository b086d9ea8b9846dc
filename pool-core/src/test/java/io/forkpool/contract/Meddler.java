package io.forkpool.contract;

import io.forkpool.Pool;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * A thread that does things to the workers of a pool from outside: kills one, or stops one for a
 * moment; if told to be patient, only while at most one is missing, so that those that take long to
 * start get something done. Closed, it has let all go on that it had stopped.
 */
final class Meddler implements AutoCloseable {
  private final Pool pool;
  private final Random random;
  private final int pauseMillis;
  private final boolean patient;
  private final Thread thread = new Thread(this::meddle, "meddler");
  private volatile boolean done;
  private volatile int killed;
  private volatile int stopped;

  private Meddler(Pool pool, long seed, int pauseMillis, boolean patient) {
    this.pool = pool;
    this.random = new Random(seed);
    this.pauseMillis = pauseMillis;
    this.patient = patient;
    thread.start();
  }

  /** Kills a worker or stops one, in no order, after pauses of this many milliseconds or more. */
  static Meddler patient(Pool pool, long seed, int pauseMillis) {
    return new Meddler(pool, seed, pauseMillis, true);
  }

  /** Kills a worker after each pause, if there is one. */
  static Meddler killing(Pool pool, long seed, int pauseMillis) {
    return new Meddler(pool, seed, pauseMillis, false);
  }

  /** How many workers it has killed that had become ready. */
  int killed() {
    return killed;
  }

  int stopped() {
    return stopped;
  }

  private void meddle() {
    try {
      while (!done) {
        Thread.sleep(pauseMillis);
        List<Long> pids = pool.workerPids();
        if (pids.size() >= (patient ? pool.workers() - 1 : 1)) {
          meddleWith(pids.get(random.nextInt(pids.size())));
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread, and kill is there", e);
    }
  }

  private void meddleWith(long pid) throws IOException, InterruptedException {
    if (!patient || random.nextBoolean()) {
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
  public void close() throws InterruptedException {
    done = true;
    thread.join();
  }
}
