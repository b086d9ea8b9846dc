package io.forkpool.core.queue;

import io.forkpool.core.broker.Session;
import java.util.HashMap;
import java.util.Map;

/**
 * Which items are not dealt with: put, but not reported as done. Of those that a process took and
 * did not report before it ended, nobody will ever report any: they are orphaned.
 */
final class TaskCount {
  private final Map<Session, Balance> living = new HashMap<>();
  private long unfinished;
  private long orphaned;
  private boolean reported;

  private static final class Balance {
    long taken;
    long done;

    long held() {
      return Math.max(0, taken - done);
    }
  }

  void put() {
    unfinished++;
  }

  void taken(Session session, int count) {
    if (count > 0) {
      living.computeIfAbsent(session, any -> new Balance()).taken += count;
    }
  }

  /** Reports one as done; returns false if there is none. */
  boolean done(Session session) {
    reported = true;
    if (unfinished == 0) {
      return false;
    }
    unfinished--;
    living.computeIfAbsent(session, any -> new Balance()).done++;
    return true;
  }

  void dropped(int count) {
    unfinished -= Math.min(unfinished, count);
  }

  void ended(Session session) {
    Balance balance = living.remove(session);
    if (balance != null) {
      orphaned += balance.held();
    }
  }

  /** Whether anybody has ever reported an item: few queues are used like that. */
  boolean isUsed() {
    return reported;
  }

  boolean allDone() {
    return unfinished == 0;
  }

  /** Whether no process that lives has taken an item that it has not reported. */
  boolean nobodyHoldsAny() {
    return orphaned > 0 && living.values().stream().allMatch(balance -> balance.held() == 0);
  }

  /** Does not count any more what is unfinished; returns how many that were. */
  long writeOff() {
    long lost = unfinished;
    unfinished = 0;
    orphaned = 0;
    return lost;
  }
}
