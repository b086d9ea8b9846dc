package io.forkpool.core.pipe;

import io.forkpool.core.codec.Reachable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The connections that a child process is given: they stay open on the way there, however long that
 * takes, and no longer than the child lives. Used by one thread at a time.
 *
 * <pre>{@code
 * PassedEnds ends = new PassedEnds();
 * ends.collect(() -> encode(target));   // or, for a child that is forked: ends.refersTo(target)
 * ... start the child ...
 * ends.bind(pid);                       // before whoever started it goes on
 * ... the child has ended, or could not be started ...
 * ends.drop();
 * }</pre>
 */
public final class PassedEnds {
  private static final ThreadLocal<PassedEnds> COLLECTING = new ThreadLocal<>();

  /** How many objects are looked at to find connections. */
  private static final int MOST = 100_000;

  private final List<IssuedTicket> tickets = new ArrayList<>();

  /** Knows of no connections yet. */
  public PassedEnds() {}

  /**
   * Notes the connections that an action encodes on this thread.
   *
   * @param encoding encodes values
   * @param <T> the type of the result
   * @return what the action returns
   */
  public <T> T collect(Supplier<T> encoding) {
    PassedEnds outer = COLLECTING.get();
    COLLECTING.set(this);
    try {
      return encoding.get();
    } finally {
      if (outer == null) {
        COLLECTING.remove();
      } else {
        COLLECTING.set(outer);
      }
    }
  }

  /** Told of each ticket that is issued because a connection is encoded. */
  static void note(IssuedTicket ticket) {
    PassedEnds collecting = COLLECTING.get();
    if (collecting != null) {
      collecting.tickets.add(ticket);
    }
  }

  /**
   * Notes the open connections that a target refers to, which is not encoded but copied by a fork:
   * through fields, captured variables, arrays and collections, not through static fields. Of a
   * target with a very large object graph it looks at a part.
   *
   * @param target what the child will run
   */
  public void refersTo(Object target) {
    if (PipeConnection.noneYet()) {
      return;
    }
    for (PipeConnection connection : Reachable.from(target, PipeConnection.class, MOST)) {
      if (!connection.isClosed()) {
        tickets.add(connection.issueTicket());
      }
    }
  }

  /**
   * Names the child that they are for: a child of this process, which sees to it that {@link #drop}
   * is called when it has ended.
   *
   * @param pid the child's process id
   */
  public void bind(long pid) {
    tickets.forEach(ticket -> ticket.bind(pid));
  }

  /** Gives up what the child has not taken up. */
  public void drop() {
    tickets.forEach(IssuedTicket::drop);
    tickets.clear();
  }
}
