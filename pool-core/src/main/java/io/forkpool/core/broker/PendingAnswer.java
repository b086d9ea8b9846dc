package io.forkpool.core.broker;

import io.forkpool.ResourceClosedException;
import java.util.concurrent.TimeUnit;

/** A wait for an answer, local or not: what differs is how a request is cancelled. */
abstract class PendingAnswer implements Answer {
  /** The code of an answer by the broker itself: there is no such resource any more. */
  static final int GONE = -3;

  private Message answer;
  private RuntimeException failure;

  /** Tells the broker that nobody waits any more. It answers in any case. */
  abstract void cancel();

  synchronized void complete(Message message) {
    answer = message;
    notifyAll();
  }

  synchronized void fail(RuntimeException cause) {
    failure = cause;
    notifyAll();
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

  private synchronized void awaitDone(long nanos) throws InterruptedException {
    long begin = System.nanoTime();
    while (!isDone()) {
      if (nanos == Long.MAX_VALUE) {
        wait();
      } else {
        long left = nanos - (System.nanoTime() - begin);
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  @Override
  public final synchronized Message awaitUninterruptibly() {
    boolean interrupted = false;
    while (!isDone()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    if (answer.code() == GONE) {
      throw new ResourceClosedException("the shared object has been closed for good");
    }
    return answer;
  }
}
