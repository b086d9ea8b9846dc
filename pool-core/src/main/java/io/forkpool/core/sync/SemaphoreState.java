package io.forkpool.core.sync;

import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The state of a semaphore.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The first in line asks for more permits than there are: whatever adds permits or takes
 *       somebody out of the line sees to that.
 *   <li>While each process releases what it has acquired itself, the permits and those that are
 *       held add up to what there was in the beginning. So a process's end can give back what it
 *       held.
 *   <li>When a process releases more than it holds, permits are no property here but signals. Whose
 *       are used up, and whose only lent, cannot be told then: nothing is given back any more.
 * </ul>
 */
final class SemaphoreState implements Resource {
  private final long most;
  private final Queue<Request> line = new ArrayDeque<>();

  /** What sessions have acquired and not released; none once permits are signals. */
  private final Map<Session, Long> held = new HashMap<>();

  private boolean signals;
  private long permits;

  SemaphoreState(int permits, boolean bounded) {
    this.permits = permits;
    this.most = bounded ? permits : Long.MAX_VALUE;
  }

  @Override
  public void handle(Request request) {
    switch (Codes.of(SemaphoreCall.ALL, request)) {
      case ACQUIRE -> {
        Codes.count(request);
        line.add(request);
        serve();
      }
      case TRY -> attempt(request, Codes.count(request));
      case DRAIN -> {
        long all = Math.min(permits, Integer.MAX_VALUE);
        take(request.session(), all);
        request.answer(Reply.DONE.with(all));
      }
      case RELEASE -> release(request, Codes.count(request));
      case AVAILABLE -> request.answer(Reply.DONE.with(permits));
    }
  }

  private void serve() {
    while (!line.isEmpty() && line.element().message().first() <= permits) {
      Request first = line.remove();
      take(first.session(), first.message().first());
      first.answer(Reply.DONE.message());
    }
  }

  private void attempt(Request request, long count) {
    if (count > permits) {
      request.answer(Reply.REFUSED.message());
    } else {
      take(request.session(), count);
      request.answer(Reply.DONE.message());
    }
  }

  private void take(Session session, long count) {
    permits -= count;
    if (!signals && count > 0) {
      held.merge(session, count, Long::sum);
    }
  }

  private void release(Request request, long count) {
    if (count > most - permits) {
      request.answer(Reply.REFUSED.with(permits));
      return;
    }
    long rest = held.getOrDefault(request.session(), 0L) - count;
    if (rest > 0) {
      held.put(request.session(), rest);
    } else {
      held.remove(request.session());
    }
    if (rest < 0) {
      signals = true;
      held.clear();
    }
    permits += count;
    request.answer(Reply.DONE.message());
    serve();
  }

  @Override
  public void cancel(Request request) {
    line.removeIf(each -> each == request);
    request.answer(Reply.CANCELLED.message());
    serve();
  }

  @Override
  public void sessionEnded(Session session) {
    line.removeIf(request -> request.session() == session);
    Long back = held.remove(session);
    if (back != null) {
      permits += back;
    }
    serve();
  }
}
