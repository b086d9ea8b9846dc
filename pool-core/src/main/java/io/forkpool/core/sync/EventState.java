package io.forkpool.core.sync;

import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.ArrayList;
import java.util.List;

/** The state of an event. Invariant: while it is set, nobody waits. */
final class EventState implements Resource {
  private final List<Request> waiting = new ArrayList<>();
  private boolean set;

  @Override
  public void handle(Request request) {
    switch (Codes.of(EventCall.ALL, request)) {
      case AWAIT -> {
        waiting.add(request);
        wakeIfSet();
      }
      case SET -> {
        set = true;
        wakeIfSet();
        request.answer(Reply.DONE.message());
      }
      case CLEAR -> {
        set = false;
        request.answer(Reply.DONE.message());
      }
      case IS_SET -> request.answer(Reply.DONE.with(set ? 1 : 0));
    }
  }

  private void wakeIfSet() {
    if (set) {
      waiting.forEach(request -> request.answer(Reply.DONE.message()));
      waiting.clear();
    }
  }

  @Override
  public void cancel(Request request) {
    waiting.removeIf(each -> each == request);
    request.answer(Reply.CANCELLED.message());
  }

  @Override
  public void sessionEnded(Session session) {
    waiting.removeIf(request -> request.session() == session);
  }
}
