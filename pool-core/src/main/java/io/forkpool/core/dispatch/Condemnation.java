package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.Claims;
import java.util.Deque;

/**
 * Whether a worker is killed for what it runs, and for what of it. A condemned worker begins no
 * further task ({@link Claims}); {@link Kills} kills it. Guarded by the dispatcher's lock; only
 * {@link #isPassed} is thread-safe.
 */
final class Condemnation {
  /** How long a worker may take to begin what it was given, however short the time limit is. */
  static final long LEAST_PATIENCE_NANOS = 2_000_000_000L;

  private final Claims claims;
  private volatile boolean passed;

  /** The progress that was seen last when time limits were enforced, and since when. */
  private long progressSeen = -1;

  private long progressSince;

  /** The number of the chunk that the worker is to begin next, and since when it might have. */
  private long awaited;

  private long awaitedSince;

  /** Whether the worker is killed since it did not begin what it was given. */
  private boolean stuck;

  /** The chunk whose running task has passed its time limit, for which the worker is killed. */
  private Chunk timedOut;

  /** The index of that task in its chunk. */
  private int timedOutIndex;

  Condemnation(Claims claims) {
    this.claims = claims;
  }

  /** Whether the worker begins no further task. Thread-safe. */
  boolean isPassed() {
    return passed;
  }

  /** Why the worker ends, if it is condemned. */
  WorkerEnd why() {
    return timedOut == null && !stuck ? WorkerEnd.CANCELLED : WorkerEnd.TIMEOUT;
  }

  /** The chunk with the task that the worker is killed for; null if it is for something else. */
  Chunk timedOut() {
    return timedOut;
  }

  /** Whether it is this task that the worker is killed for. */
  boolean isFor(Chunk chunk, int index) {
    return timedOut == chunk && timedOutIndex == index;
  }

  /** The index of that task in its chunk. */
  int timedOutIndex() {
    return timedOutIndex;
  }

  /** The worker begins no further task from now on, whatever it does. */
  void pass() {
    claims.condemn();
    passed = true;
  }

  /**
   * Condemns the worker if its running task has passed its time limit. That is found out at most
   * once, and never too early: a task's time counts from when it was first seen to run.
   *
   * @param running the chunk that the worker has claimed last; null if it has answered it
   * @return whether it was condemned by this
   */
  boolean passIfOverrun(Chunk running, long now) {
    long progress = claims.progress();
    if (progress != progressSeen) {
      progressSeen = progress;
      progressSince = now;
      return false;
    }
    if (running == null || passed) {
      return false;
    }
    long limit = running.call.options().timeoutNanos();
    int begun = claims.begun(running.sequence);
    boolean overrun = limit > 0 && begun > running.reported && now - progressSince >= limit;
    if (overrun && claims.condemn(progress)) {
      passed = true;
      timedOut = running;
      timedOutIndex = begun - 1;
      return true;
    }
    return false;
  }

  /**
   * Condemns the worker if it does not begin what it was given, though it has nothing else to do: a
   * signal has stopped it, say. Then nothing is late, since time counts from the begin, but a task
   * with a time limit must not wait for ever. It has not begun, so another worker runs it.
   *
   * @param running the chunk that the worker has claimed last; null if it has answered it
   * @param assigned what it has, in order
   * @return whether it was condemned by this
   */
  boolean passIfStuck(Chunk running, Deque<Chunk> assigned, long now) {
    long progress = claims.progress();
    // Those before the one that it has claimed have run, though their answers may not have come.
    Chunk next = running == null ? assigned.peek() : running;
    long sequence = next == null || claims.begun(next.sequence) > 0 ? 0 : next.sequence;
    if (sequence != awaited) {
      awaited = sequence;
      awaitedSince = now;
      return false;
    }
    long limit = sequence == 0 || passed ? 0 : firstLimit(assigned);
    if (limit > 0 && now - awaitedSince >= Math.max(limit, LEAST_PATIENCE_NANOS)) {
      stuck = claims.condemn(progress);
      passed = stuck;
      return stuck;
    }
    return false;
  }

  private static long firstLimit(Deque<Chunk> assigned) {
    for (Chunk chunk : assigned) {
      if (chunk.call.options().timeoutNanos() > 0) {
        return chunk.call.options().timeoutNanos();
      }
    }
    return 0;
  }
}
