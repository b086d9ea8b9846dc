package io.forkpool.core.sync;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The state of a lock and of its conditions.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>While somebody waits in the line, somebody holds the lock: whoever gives it back hands it
 *       to the first in line. So no wake-up can be forgotten, and nobody gets in between.
 *   <li>A holder is a thread of a session. The session's end takes the lock from it, and makes it
 *       inconsistent; only {@link LockCall#REPAIRED} by a later holder ends that.
 *   <li>An inconsistent lock goes to who repairs it, or comes from a condition (it held the lock
 *       before, and gives it back when it is told). All others are told, and leave the line.
 *   <li>A signal moves a claim from its condition to the line. If the claim leaves the line without
 *       the lock, cancelled or its process dead, the signal moves the next claim instead.
 * </ul>
 *
 * <p>How often a re-entrant lock is held is the holder's own affair ({@link Holds}): the first time
 * and the last are what others see.
 */
final class LockState implements Resource {
  private record Holder(Session session, long thread) {}

  /** The conditions on which somebody waits. */
  private final Map<Long, Queue<LockClaim>> waiting = new HashMap<>();

  private final Queue<LockClaim> line = new ArrayDeque<>();
  private Holder holder;
  private boolean inconsistent;
  private long lostPid;
  private long lastCondition;

  @Override
  public void handle(Request request) {
    switch (Codes.of(LockCall.ALL, request)) {
      case TAKE -> enqueue(new LockClaim(request, LockClaim.Kind.PLAIN));
      case TAKE_TO_REPAIR -> enqueue(new LockClaim(request, LockClaim.Kind.REPAIR));
      case TAKE_AGAIN -> enqueue(new LockClaim(request, LockClaim.Kind.RETURN));
      case TRY -> attempt(request);
      case GIVE_BACK -> giveBack(request);
      case REPAIRED -> repaired(request);
      case AWAIT -> await(request);
      case SIGNAL -> signal(request, 1);
      case SIGNAL_ALL -> signal(request, Integer.MAX_VALUE);
      case NEW_CONDITION -> request.answer(Reply.DONE.with(++lastCondition));
      case STATE -> request.answer(Reply.DONE.with(holder == null ? 0 : 1, inconsistent ? 1 : 0));
    }
  }

  private void enqueue(LockClaim claim) {
    line.add(claim);
    handOver();
  }

  private void handOver() {
    while (holder == null && !line.isEmpty()) {
      LockClaim claim = line.remove();
      if (inconsistent && claim.kind() == LockClaim.Kind.PLAIN) {
        claim.request().answer(Reply.HOLDER_LOST.with(lostPid));
      } else {
        give(claim.request());
      }
    }
  }

  private void give(Request request) {
    holder = holderOf(request);
    request.answer(inconsistent ? Reply.DONE_INCONSISTENT.with(lostPid) : Reply.DONE.message());
  }

  private void attempt(Request request) {
    if (holder != null) {
      request.answer(Reply.REFUSED.message());
    } else if (inconsistent) {
      request.answer(Reply.HOLDER_LOST.with(lostPid));
    } else {
      give(request);
    }
  }

  private void giveBack(Request request) {
    requireHolder(request);
    request.answer(Reply.DONE.message());
    holder = null;
    handOver();
  }

  private void repaired(Request request) {
    requireHolder(request);
    inconsistent = false;
    request.answer(Reply.DONE.message());
  }

  private void await(Request request) {
    requireHolder(request);
    LockClaim claim = new LockClaim(request, LockClaim.Kind.RETURN);
    waiting.computeIfAbsent(claim.condition(), id -> new ArrayDeque<>()).add(claim);
    holder = null;
    handOver();
  }

  private void signal(Request request, int most) {
    requireHolder(request);
    signal(request.message().second(), most);
    request.answer(Reply.DONE.message());
  }

  private void signal(long condition, int most) {
    Queue<LockClaim> claims = waiting.get(condition);
    if (claims == null) {
      return;
    }
    for (int i = 0; i < most && !claims.isEmpty(); i++) {
      line.add(claims.remove());
    }
    if (claims.isEmpty()) {
      waiting.remove(condition);
    }
  }

  private static Holder holderOf(Request request) {
    return new Holder(request.session(), request.message().first());
  }

  private void requireHolder(Request request) {
    if (!holderOf(request).equals(holder)) {
      throw new MalformedRequestException("a thread that does not hold the lock acts as if it did");
    }
  }

  @Override
  public void cancel(Request request) {
    request.answer(Reply.CANCELLED.message());
    for (Queue<LockClaim> claims : List.copyOf(waiting.values())) {
      if (claims.removeIf(claim -> claim.request() == request)) {
        waiting.values().removeIf(Collection::isEmpty);
        return;
      }
    }
    removeFromLine(claim -> claim.request() == request).forEach(this::passOn);
  }

  @Override
  public void sessionEnded(Session session) {
    waiting.values().forEach(claims -> claims.removeIf(claim -> claim.isOf(session)));
    waiting.values().removeIf(Collection::isEmpty);
    removeFromLine(claim -> claim.isOf(session)).forEach(this::passOn);
    if (holder != null && holder.session() == session) {
      holder = null;
      inconsistent = true;
      lostPid = session.pid();
      // What they wait for may have been this holder's to do.
      List.copyOf(waiting.keySet()).forEach(id -> signal(id, Integer.MAX_VALUE));
      handOver();
    }
  }

  private List<LockClaim> removeFromLine(Predicate<LockClaim> which) {
    List<LockClaim> removed = new ArrayList<>();
    for (Iterator<LockClaim> all = line.iterator(); all.hasNext(); ) {
      LockClaim claim = all.next();
      if (which.test(claim)) {
        all.remove();
        removed.add(claim);
      }
    }
    return removed;
  }

  /** The signal that had moved a claim to the line is for the next. */
  private void passOn(LockClaim claim) {
    if (claim.kind() == LockClaim.Kind.RETURN) {
      signal(claim.condition(), 1);
    }
  }
}
