package io.forkpool.core.sync;

import io.forkpool.PoolException;
import io.forkpool.ProcessBarrier;
import io.forkpool.SerializableRunnable;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.handle.Handle;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A barrier, seen from any process. */
final class SharedBarrier extends TravelsByForm implements ProcessBarrier {
  private static final long serialVersionUID = 1L;

  /** How it travels. */
  private record Form(Shared shared, int parties, SerializableRunnable action) implements Handle {
    @Override
    public Object readResolve() {
      return new SharedBarrier(shared, parties, action);
    }
  }

  private final transient Shared shared;
  private final transient int parties;

  /** Null if there is none. */
  private final transient SerializableRunnable action;

  SharedBarrier(Shared shared, int parties, SerializableRunnable action) {
    this.shared = shared;
    this.parties = parties;
    this.action = action;
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    Message answer = arrive(Long.MAX_VALUE);
    return placeOf(answer);
  }

  @Override
  public int await(long timeout, TimeUnit unit)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Message answer = arrive(unit.toNanos(timeout));
    if (Reply.of(answer) == Reply.CANCELLED) {
      throw new TimeoutException("not all " + parties + " parties came in time");
    }
    return placeOf(answer);
  }

  private Message arrive(long nanos) throws InterruptedException {
    Port port = shared.port();
    if (Thread.interrupted()) {
      shared.ask(port, BarrierCall.BREAK.message()).awaitUninterruptibly();
      throw new InterruptedException();
    }
    Message answer = shared.await(port, BarrierCall.AWAIT.message(), nanos);
    return Reply.of(answer) == Reply.ACT ? act(port, answer.first()) : answer;
  }

  private static int placeOf(Message answer) throws BrokenBarrierException {
    if (Reply.of(answer) == Reply.DONE) {
      return Math.toIntExact(answer.first());
    }
    throw new BrokenBarrierException(
        "a party was interrupted, was late or died, or the barrier was reset");
  }

  /** Runs the action; the answer is that of the last to come. */
  private Message act(Port port, long generation) {
    boolean done = false;
    try {
      action.run();
      done = true;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new PoolException("the barrier's action failed", e);
    } finally {
      if (!done) {
        shared.ask(port, BarrierCall.FAILED.of(generation)).awaitUninterruptibly();
      }
    }
    return shared.ask(port, BarrierCall.ACTED.of(generation)).awaitUninterruptibly();
  }

  @Override
  public void reset() {
    shared.tell(BarrierCall.RESET.message());
  }

  @Override
  public boolean isBroken() {
    return shared.tell(BarrierCall.STATE.message()).second() == 1;
  }

  @Override
  public int getParties() {
    return parties;
  }

  @Override
  public int getNumberWaiting() {
    return Math.toIntExact(shared.tell(BarrierCall.STATE.message()).first());
  }

  @Override
  public String toString() {
    return shared.describe("barrier for " + parties);
  }

  @Override
  Form form() {
    return new Form(shared, parties, action);
  }
}
