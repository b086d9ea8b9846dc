package io.forkpool.core.sync;

import io.forkpool.ProcessCondition;
import io.forkpool.ProcessLock;
import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.handle.Handle;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/** A condition of a lock, seen from any process. */
final class SharedCondition extends TravelsByForm implements ProcessCondition {
  private static final long serialVersionUID = 1L;

  /** How it travels. */
  private record Form(SharedLock lock, long id) implements Handle {
    @Override
    public Object readResolve() {
      return new SharedCondition(lock, id);
    }
  }

  private final transient SharedLock lock;
  private final transient long id;

  SharedCondition(SharedLock lock, long id) {
    this.lock = lock;
    this.id = id;
  }

  @Override
  public ProcessLock lock() {
    return lock;
  }

  @Override
  public void await() throws InterruptedException {
    awaitFor(Long.MAX_VALUE);
  }

  @Override
  public void awaitUninterruptibly() {
    Port port = heldBy();
    told(ask(port, LockCall.AWAIT).awaitUninterruptibly());
  }

  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    awaitFor(nanos);
    return end - System.nanoTime();
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return awaitFor(unit.toNanos(time));
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long millis = deadline.getTime() - System.currentTimeMillis();
    return awaitFor(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Tells whether it was woken before the time was over. */
  private boolean awaitFor(long nanos) throws InterruptedException {
    Port port = heldBy();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Message answer;
    try {
      answer = ask(port, LockCall.AWAIT).await(Math.max(nanos, 0));
    } catch (InterruptedException e) {
      takeAgain(port, true);
      throw e;
    }
    if (Reply.of(answer) == Reply.CANCELLED) {
      takeAgain(port, false);
      return false;
    }
    told(answer);
    return true;
  }

  /** Takes the lock again after a wait that was given up: the broker has let go of it. */
  private void takeAgain(Port port, boolean interrupted) {
    Message take = LockCall.TAKE_AGAIN.by(Thread.currentThread());
    Message answer = lock.shared().ask(port, take).awaitUninterruptibly();
    if (interrupted && Reply.of(answer) == Reply.DONE_INCONSISTENT) {
      Thread.currentThread().interrupt(); // the other exception is thrown
    }
    told(answer);
  }

  private static void told(Message answer) {
    if (Reply.of(answer) == Reply.DONE_INCONSISTENT) {
      throw SharedLock.holderLost(answer);
    }
  }

  @Override
  public void signal() {
    ask(heldBy(), LockCall.SIGNAL).awaitUninterruptibly();
  }

  @Override
  public void signalAll() {
    ask(heldBy(), LockCall.SIGNAL_ALL).awaitUninterruptibly();
  }

  private Port heldBy() {
    Port port = lock.shared().port();
    lock.requireHeld(port);
    return port;
  }

  private Answer ask(Port port, LockCall call) {
    return lock.shared().ask(port, call.by(Thread.currentThread(), id));
  }

  @Override
  public String toString() {
    return "condition " + id + " of " + lock;
  }

  @Override
  Form form() {
    return new Form(lock, id);
  }
}
