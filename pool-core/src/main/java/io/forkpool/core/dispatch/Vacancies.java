package io.forkpool.core.dispatch;

import java.util.concurrent.locks.Condition;

/**
 * Whether another worker is wanted. Guarded by the dispatcher's lock.
 *
 * <p>The pool's present workers are those in service and those that are being started. One more is
 * wanted while they are fewer than the least; and, up to the most, while tasks wait, no worker is
 * idle, and those that are being started are fewer than the tasks that wait: a start is slower than
 * most tasks, so one task starts one worker, not all. A task that was sent ahead to a busy worker
 * waits, too.
 */
final class Vacancies {
  private final Staffing staffing;
  private final HandOut handOut;
  private final TaskQueue queue;

  /** Signalled when another worker is wanted, or none will be any more. */
  private final Condition changed;

  private int starting;

  Vacancies(Staffing staffing, HandOut handOut, TaskQueue queue, Condition changed) {
    this.staffing = staffing;
    this.handOut = handOut;
    this.queue = queue;
    this.changed = changed;
  }

  /** A worker is being started. */
  void startBegins() {
    starting++;
    if (staffing.isElastic() && isAboveLeast()) {
      handOut.lanes().forEach(lane -> lane.wanted.signal()); // one of them may leave later on
    }
  }

  /** It has joined, or will not. */
  void startEnded() {
    starting--;
  }

  int starting() {
    return starting;
  }

  boolean isWanted() {
    int present = starting + handOut.serving();
    if (present < staffing.least()) {
      return true;
    }
    return present < staffing.most() && !handOut.hasIdle() && isDemand(starting + 1);
  }

  private boolean isDemand(int count) {
    int ahead = handOut.ahead();
    return ahead >= count || queue.hasTasks(count - ahead);
  }

  /** Whether a worker that has nothing to do may leave. */
  boolean isAboveLeast() {
    return starting + handOut.serving() > staffing.least();
  }

  /** Whether the first task that comes will have to wait for a worker that nobody starts yet. */
  boolean isEmpty() {
    return staffing.isElastic() && starting == 0 && handOut.serving() == 0;
  }

  /** To be called when the load or the workers may have changed. */
  void update() {
    if (staffing.isElastic() && isWanted()) {
      changed.signal();
    }
  }

  void await() throws InterruptedException {
    changed.await();
  }

  /** No worker will be wanted any more. */
  void close() {
    changed.signalAll();
  }
}
