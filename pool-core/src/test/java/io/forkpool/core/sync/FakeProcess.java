package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.fail;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.PlayedRequest;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.ArrayList;
import java.util.List;

/** A process as a resource sees it: asks, gives up, and dies. */
final class FakeProcess implements Session {
  private final Resource resource;
  private final long pid;
  private final List<Asked> asked = new ArrayList<>();
  private boolean ended;

  FakeProcess(Resource resource, long pid) {
    this.resource = resource;
    this.pid = pid;
  }

  Asked ask(Message message) {
    Asked request = new Asked(message);
    asked.add(request);
    resource.handle(request);
    return request;
  }

  /** Asks what is answered at once, and gives the answer. */
  Message tell(Message message) {
    return ask(message).answer();
  }

  void die() {
    ended = true;
    resource.sessionEnded(this);
  }

  boolean isDead() {
    return ended;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void event(long id, Message message) {
    fail("not asked for: " + message);
  }

  @Override
  public String toString() {
    return "process " + pid;
  }

  /** What a thread of it has asked. */
  final class Asked extends PlayedRequest<FakeProcess> {
    private Asked(Message message) {
      super(FakeProcess.this, message, false);
    }

    /** Gives up, as a thread does whose time is over; what came first counts. */
    Reply cancel() {
      if (!answered()) {
        resource.cancel(this);
      }
      return reply();
    }

    Message answer() {
      if (!answered()) {
        fail("no answer to " + this);
      }
      return given();
    }

    Reply reply() {
      return Reply.of(answer());
    }

    @Override
    public void answer(Message given) {
      if (!ended) {
        super.answer(given);
      }
    }
  }
}
