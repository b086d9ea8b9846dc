package io.forkpool.core.sync;

import io.forkpool.ProcessEvent;
import io.forkpool.core.handle.Handle;
import java.util.concurrent.TimeUnit;

/** An event, seen from any process. */
final class SharedEvent extends TravelsByForm implements ProcessEvent {
  private static final long serialVersionUID = 1L;

  /** How it travels. */
  private record Form(Shared shared) implements Handle {
    @Override
    public Object readResolve() {
      return new SharedEvent(shared);
    }
  }

  private final transient Shared shared;

  SharedEvent(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void set() {
    shared.tell(EventCall.SET.message());
  }

  @Override
  public void clear() {
    shared.tell(EventCall.CLEAR.message());
  }

  @Override
  public boolean isSet() {
    return shared.tell(EventCall.IS_SET.message()).first() == 1;
  }

  @Override
  public void await() throws InterruptedException {
    shared.await(EventCall.AWAIT.message(), Long.MAX_VALUE);
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return Reply.of(shared.await(EventCall.AWAIT.message(), unit.toNanos(timeout))) == Reply.DONE;
  }

  @Override
  public String toString() {
    return shared.describe("event");
  }

  @Override
  Form form() {
    return new Form(shared);
  }
}
