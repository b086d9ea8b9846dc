package io.forkpool.core.sync;

import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The state of a barrier.
 *
 * <pre>
 *             all have come, no action
 *              ┌───────────────┐
 *              ▼               │
 *   new ─▶  FILLING ───────────┘
 *            │  ▲ ▲ all have come        acted
 *            │  │ └────────────▶ ACTING ──────▶ FILLING, next generation
 *            │  └─ reset ─┐         │
 *            └────────▶ BROKEN ◀────┘  a party gave up or died, or the action failed
 * </pre>
 *
 * <p>Invariants: a generation's parties are answered together, all with their places or all that
 * are left as broken. While the action is run, by the last to come, the others still wait, so the
 * generation can still break; who comes then is of the next generation.
 */
final class BarrierState implements Resource {
  private enum Phase {
    FILLING,
    ACTING,
    BROKEN
  }

  private final int parties;
  private final boolean action;
  private final List<Request> come = new ArrayList<>();

  /** Of the next generation; none unless the action is being run. */
  private final List<Request> early = new ArrayList<>();

  private Phase phase = Phase.FILLING;
  private long generation;
  private Session actor;
  private boolean nextBroken;

  BarrierState(int parties, boolean action) {
    this.parties = parties;
    this.action = action;
  }

  @Override
  public void handle(Request request) {
    switch (Codes.of(BarrierCall.ALL, request)) {
      case AWAIT -> arrive(request);
      case ACTED -> acted(request);
      case FAILED -> failed(request);
      case BREAK -> {
        breakUp();
        request.answer(Reply.DONE.message());
      }
      case RESET -> {
        breakUp();
        phase = Phase.FILLING;
        request.answer(Reply.DONE.message());
      }
      case STATE -> request.answer(Reply.DONE.with(come.size(), phase == Phase.BROKEN ? 1 : 0));
    }
  }

  private void arrive(Request request) {
    switch (phase) {
      case BROKEN -> request.answer(Reply.BROKEN.message());
      case ACTING -> {
        if (nextBroken) {
          request.answer(Reply.BROKEN.message());
        } else {
          early.add(request);
        }
      }
      case FILLING -> {
        come.add(request);
        if (come.size() == parties) {
          complete();
        }
      }
    }
  }

  private void complete() {
    if (!action) {
      release();
      return;
    }
    phase = Phase.ACTING;
    Request last = come.remove(come.size() - 1);
    actor = last.session();
    last.answer(Reply.ACT.with(generation));
  }

  /** Lets the parties of this generation go, and begins the next. */
  private void release() {
    int place = parties - 1;
    for (Request request : come) {
      request.answer(Reply.DONE.with(place--));
    }
    come.clear();
    generation++;
    actor = null;
    phase = nextBroken ? Phase.BROKEN : Phase.FILLING;
    nextBroken = false;
    List<Request> next = List.copyOf(early);
    early.clear();
    next.forEach(this::arrive);
  }

  private boolean isActor(Request request) {
    return phase == Phase.ACTING
        && request.session() == actor
        && request.message().first() == generation;
  }

  private void acted(Request request) {
    if (isActor(request)) {
      request.answer(Reply.DONE.message());
      release();
    } else {
      request.answer(Reply.BROKEN.message());
    }
  }

  private void failed(Request request) {
    if (isActor(request)) {
      breakUp();
    }
    request.answer(Reply.DONE.message());
  }

  private void breakUp() {
    if (phase == Phase.BROKEN) {
      return;
    }
    phase = Phase.BROKEN;
    generation++;
    actor = null;
    come.forEach(request -> request.answer(Reply.BROKEN.message()));
    come.clear();
    breakNext();
    nextBroken = false;
  }

  @Override
  public void cancel(Request request) {
    request.answer(Reply.CANCELLED.message());
    leave(each -> each == request, null);
  }

  @Override
  public void sessionEnded(Session session) {
    leave(request -> request.session() == session, session);
  }

  /** Parties do not wait any more. */
  private void leave(Predicate<Request> which, Session ended) {
    if (early.removeIf(which)) {
      breakNext();
    }
    if (come.removeIf(which) || (phase == Phase.ACTING && actor == ended)) {
      breakUp();
    }
  }

  /** The generation that begins after the action breaks; the one whose action is run does not. */
  private void breakNext() {
    nextBroken = true;
    early.forEach(request -> request.answer(Reply.BROKEN.message()));
    early.clear();
  }
}
