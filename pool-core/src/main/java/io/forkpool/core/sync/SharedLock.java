package io.forkpool.core.sync;

import io.forkpool.HolderLostException;
import io.forkpool.ProcessCondition;
import io.forkpool.ProcessLock;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.handle.Handle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A lock, seen from any process. */
final class SharedLock extends TravelsByForm implements ProcessLock {
  private static final long serialVersionUID = 1L;

  /** How it travels. */
  private record Form(Shared shared, boolean reentrant) implements Handle {
    @Override
    public Object readResolve() {
      return new SharedLock(shared, reentrant);
    }
  }

  private final transient Shared shared;
  private final transient boolean reentrant;

  SharedLock(Shared shared, boolean reentrant) {
    this.shared = shared;
    this.reentrant = reentrant;
  }

  @Override
  public void lock() {
    Port port = shared.port();
    if (!takenAgain(port)) {
      took(port, shared.ask(port, by(LockCall.TAKE)).awaitUninterruptibly());
    }
  }

  @Override
  public void lock(Runnable repair) {
    Objects.requireNonNull(repair, "repair");
    Port port = shared.port();
    if (!takenAgain(port)) {
      Message answer = shared.ask(port, by(LockCall.TAKE_TO_REPAIR)).awaitUninterruptibly();
      tookToRepair(port, answer, repair);
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean tryLock() {
    Port port = shared.port();
    Holds.Hold hold = hold(port);
    if (hold == null) {
      return took(port, shared.ask(port, by(LockCall.TRY)).awaitUninterruptibly());
    }
    if (reentrant) {
      hold.again();
    }
    return reentrant;
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    Port port = shared.port();
    return takenAgain(port)
        || took(port, shared.await(port, by(LockCall.TAKE), unit.toNanos(time)));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit, Runnable repair) throws InterruptedException {
    Objects.requireNonNull(repair, "repair");
    Port port = shared.port();
    if (takenAgain(port)) {
      return true;
    }
    Message answer = shared.await(port, by(LockCall.TAKE_TO_REPAIR), unit.toNanos(time));
    return tookToRepair(port, answer, repair);
  }

  private static Message by(LockCall call) {
    return call.by(Thread.currentThread());
  }

  private Holds.Hold hold(Port port) {
    return Holds.of(port, shared.address().resource());
  }

  private boolean takenAgain(Port port) {
    Holds.Hold hold = hold(port);
    if (hold == null) {
      return false;
    }
    if (!reentrant) {
      throw new IllegalStateException(
          "this thread holds the lock already, and would wait for itself for ever;"
              + " a lock that may be taken again is made by reentrantLock()");
    }
    hold.again();
    return true;
  }

  private boolean took(Port port, Message answer) {
    return switch (Reply.of(answer)) {
      case DONE -> {
        Holds.add(port, shared.address().resource());
        yield true;
      }
      case REFUSED, CANCELLED -> false;
      case HOLDER_LOST -> throw holderLost(answer);
      default -> throw new IllegalStateException("not an answer to who wants a lock: " + answer);
    };
  }

  private boolean tookToRepair(Port port, Message answer, Runnable repair) {
    if (Reply.of(answer) != Reply.DONE_INCONSISTENT) {
      return took(port, answer);
    }
    Holds.add(port, shared.address().resource());
    boolean repaired = false;
    try {
      repair.run();
      if (hold(port) == null) {
        throw new IllegalMonitorStateException(
            "the repair action has unlocked the lock: whoever took it by lock(repair) unlocks it");
      }
      shared.ask(port, by(LockCall.REPAIRED)).awaitUninterruptibly();
      repaired = true;
    } finally {
      Holds.Hold hold = hold(port);
      if (!repaired && hold != null) {
        Holds.remove(hold);
        shared.ask(port, by(LockCall.GIVE_BACK)).awaitUninterruptibly();
      }
    }
    return true;
  }

  static HolderLostException holderLost(Message answer) {
    return new HolderLostException(
        "process "
            + answer.first()
            + " ended while it held the lock: what the lock guards may be half changed;"
            + " bring it into order by lock(repair)",
        answer.first());
  }

  @Override
  public void unlock() {
    Port port = shared.port();
    Holds.Hold hold = requireHeld(port);
    if (hold.less()) {
      Holds.remove(hold);
      shared.ask(port, by(LockCall.GIVE_BACK)).awaitUninterruptibly();
    }
  }

  Holds.Hold requireHeld(Port port) {
    Holds.Hold hold = hold(port);
    if (hold == null) {
      throw new IllegalMonitorStateException(
          "thread " + Thread.currentThread().getName() + " does not hold the lock");
    }
    return hold;
  }

  Shared shared() {
    return shared;
  }

  @Override
  public ProcessCondition newCondition() {
    return new SharedCondition(this, shared.tell(by(LockCall.NEW_CONDITION)).first());
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return hold(shared.port()) != null;
  }

  @Override
  public int getHoldCount() {
    Holds.Hold hold = hold(shared.port());
    return hold == null ? 0 : hold.count();
  }

  @Override
  public boolean isLocked() {
    return shared.tell(by(LockCall.STATE)).first() == 1;
  }

  @Override
  public boolean isInconsistent() {
    return shared.tell(by(LockCall.STATE)).second() == 1;
  }

  @Override
  public String toString() {
    return shared.describe(reentrant ? "re-entrant lock" : "lock");
  }

  @Override
  Form form() {
    return new Form(shared, reentrant);
  }
}
