package io.forkpool.core.broker;

import io.forkpool.ResourceClosedException;
import java.util.concurrent.TimeUnit;

/** A wait for an answer, local or not: what differs is how a request is cancelled. */
abstract class PendingAnswer implements Answer {
  /** The code of an answer by the broker itself: there is no such resource any more. */
  static final int GONE = -3;

  private static final long LONGEST_READ_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final EventLoop loop;
  private Message answer;
  private RuntimeException failure;

  /** The thread that waits reads the loop's connections meanwhile. */
  private boolean leads;

  /** The thread that waits sleeps meanwhile. */
  private boolean follows;

  /**
   * @param loop by which the answer comes, if not from a thread of this process
   */
  PendingAnswer(EventLoop loop) {
    this.loop = loop;
  }

  /** Tells the broker that nobody waits any more. It answers in any case. */
  abstract void cancel();

  void complete(Message message) {
    finish(message, null);
  }

  void fail(RuntimeException cause) {
    finish(null, cause);
  }

  private synchronized void finish(Message message, RuntimeException cause) {
    answer = message;
    failure = cause;
    notifyAll();
    stopFollowing();
    if (loop.isCurrentThread()) {
      loop.leadership().hasAnswered();
    } else if (leads) {
      loop.wakeup();
    }
  }

  final synchronized boolean isDone() {
    return answer != null || failure != null;
  }

  @Override
  public final Message await(long nanos) throws InterruptedException {
    boolean interrupted = false;
    try {
      awaitDone(nanos);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!isDone()) {
      cancel();
    }
    Message message = awaitUninterruptibly();
    if (interrupted) {
      if (message.code() == CANCELLED) {
        throw new InterruptedException();
      }
      Thread.currentThread().interrupt();
    }
    return message;
  }

  /** Returns when it is done, or the time is over. */
  private void awaitDone(long nanos) throws InterruptedException {
    if (isDone()) {
      return;
    }
    boolean led = loop.leadership().begin();
    try {
      begin(led);
      long begin = System.nanoTime();
      long left = nanos;
      while (!isDone() && left > 0) {
        if (led) {
          read(left);
        } else {
          sleep(left);
        }
        left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - begin);
      }
    } finally {
      end();
      loop.leadership().end(led);
    }
  }

  private synchronized void begin(boolean led) {
    leads = led;
    follows = !led;
    if (isDone()) {
      stopFollowing();
    }
  }

  private synchronized void end() {
    leads = false;
    stopFollowing();
  }

  /** Under this object's lock: a thread that has its answer needs nobody to read for it. */
  private void stopFollowing() {
    if (follows) {
      follows = false;
      loop.leadership().unfollow();
    }
  }

  private void read(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long millis = Math.min(TimeUnit.NANOSECONDS.toMillis(nanos), LONGEST_READ_MILLIS - 1) + 1;
    loop.read(millis); // an interrupt ends it at once
  }

  private synchronized void sleep(long nanos) throws InterruptedException {
    if (isDone()) {
      return;
    }
    if (nanos == Long.MAX_VALUE) {
      wait();
    } else {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
  }

  @Override
  public final Message awaitUninterruptibly() {
    boolean interrupted = false;
    while (!isDone()) {
      try {
        awaitDone(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return get();
  }

  private synchronized Message get() {
    if (failure != null) {
      throw failure;
    }
    if (answer.code() == GONE) {
      throw new ResourceClosedException("the shared object has been closed for good");
    }
    return answer;
  }
}
