package io.forkpool.core.sync;

import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;

/** A thread waits for a lock, or for a signal and then for the lock. */
record LockClaim(Request request, Kind kind) {
  /** What is to be done if the lock is inconsistent. */
  enum Kind {
    /** It is told, and does not get the lock. */
    PLAIN,
    /** It gets the lock, and repairs. */
    REPAIR,
    /** It had the lock before it waited for a signal: it gets it again, and is told. */
    RETURN
  }

  boolean isOf(Session session) {
    return request.session() == session;
  }

  /** The condition that it waits or waited on; 0 if none. */
  long condition() {
    return request.message().second();
  }
}
