package io.forkpool.core.sync;

import io.forkpool.ProcessSemaphore;
import io.forkpool.core.broker.Message;
import io.forkpool.core.handle.Handle;
import java.util.concurrent.TimeUnit;

/** A semaphore, seen from any process. */
final class SharedSemaphore extends TravelsByForm implements ProcessSemaphore {
  private static final long serialVersionUID = 1L;

  /** How it travels. */
  private record Form(Shared shared, int permits, boolean bounded) implements Handle {
    @Override
    public Object readResolve() {
      return new SharedSemaphore(shared, permits, bounded);
    }
  }

  private final transient Shared shared;

  /** How many it had in the beginning. */
  private final transient int initial;

  private final transient boolean bounded;

  SharedSemaphore(Shared shared, int initial, boolean bounded) {
    this.shared = shared;
    this.initial = initial;
    this.bounded = bounded;
  }

  @Override
  public void acquire(int permits) throws InterruptedException {
    shared.await(SemaphoreCall.ACQUIRE.of(obtainable(permits)), Long.MAX_VALUE);
  }

  @Override
  public void acquireUninterruptibly(int permits) {
    shared.ask(SemaphoreCall.ACQUIRE.of(obtainable(permits))).awaitUninterruptibly();
  }

  @Override
  public boolean tryAcquire(int permits) {
    return isDone(shared.tell(SemaphoreCall.TRY.of(obtainable(permits))));
  }

  @Override
  public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
    Message call = SemaphoreCall.ACQUIRE.of(obtainable(permits));
    return isDone(shared.await(call, unit.toNanos(timeout)));
  }

  @Override
  public int drainPermits() {
    return Math.toIntExact(shared.tell(SemaphoreCall.DRAIN.of(0)).first());
  }

  @Override
  public void release(int permits) {
    Message answer = shared.tell(SemaphoreCall.RELEASE.of(notNegative(permits)));
    if (!isDone(answer)) {
      throw new IllegalStateException(
          permits
              + " released: the semaphore has "
              + answer.first()
              + " permits, and is bounded to the "
              + initial
              + " that it had in the beginning");
    }
  }

  @Override
  public int availablePermits() {
    return (int) Math.min(Integer.MAX_VALUE, shared.tell(SemaphoreCall.AVAILABLE.of(0)).first());
  }

  private static boolean isDone(Message answer) {
    return Reply.of(answer) == Reply.DONE;
  }

  private int obtainable(int permits) {
    if (bounded && permits > initial) {
      throw new IllegalArgumentException(
          permits + " permits can never be acquired of a semaphore bounded to " + initial);
    }
    return notNegative(permits);
  }

  private static int notNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a negative number of permits: " + permits);
    }
    return permits;
  }

  @Override
  public String toString() {
    return shared.describe(bounded ? "bounded semaphore" : "semaphore");
  }

  @Override
  Form form() {
    return new Form(shared, initial, bounded);
  }
}
