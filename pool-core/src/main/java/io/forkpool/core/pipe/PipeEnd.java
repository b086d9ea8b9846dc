package io.forkpool.core.pipe;

import io.forkpool.core.broker.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Who has an end of a pipe open, or is about to: see {@link PipeResource}. */
final class PipeEnd {
  private final Inbox inbox;
  private final LongConsumer lapseLater;
  private final Set<Hold> holds = new HashSet<>();
  private final Map<Long, Ticket> tickets = new HashMap<>();

  /** Live processes that have taken it up, or have said that they will not. */
  private final Set<Session> met = new HashSet<>();

  private boolean open = true;

  PipeEnd(Inbox inbox, LongConsumer lapseLater) {
    this.inbox = inbox;
    this.lapseLater = lapseLater;
  }

  Inbox inbox() {
    return inbox;
  }

  boolean isOpen() {
    return open;
  }

  boolean has(Hold hold) {
    return holds.contains(hold);
  }

  /** Opens it, unless it is closed for good. */
  void attach(Hold hold, long ticket) {
    met.add(hold.session());
    if (open) {
      holds.add(hold);
      if (tickets.remove(ticket) == null) {
        redeemAsChild(hold.session());
      }
    }
  }

  /** Closes it; one that has not been opened since a fork gives up what is kept for it. */
  void close(Hold hold) {
    met.add(hold.session());
    if (holds.remove(hold)) {
      startLapse(hold.session());
    } else {
      redeemAsChild(hold.session());
    }
  }

  private void redeemAsChild(Session session) {
    tickets.values().removeIf(ticket -> ticket.isFor(session.pid()));
  }

  void issue(Session issuer, long number) {
    tickets.put(number, new Ticket(issuer));
  }

  /** Names the child that a ticket is for, which may have been faster than this word of it. */
  void bind(long number, long pid) {
    Ticket ticket = tickets.get(number);
    if (ticket != null) {
      ticket.bind(pid);
      if (met.stream().anyMatch(session -> ticket.isFor(session.pid()))) {
        tickets.remove(number);
      }
    }
  }

  void drop(long number) {
    tickets.remove(number);
  }

  void lapse(long number) {
    Ticket ticket = tickets.get(number);
    if (ticket != null && ticket.isUnattended()) {
      tickets.remove(number);
    }
  }

  void sessionEnded(Session session) {
    tickets.values().stream()
        .filter(ticket -> ticket.issuedBy(session))
        .forEach(Ticket::issuerEnded);
    met.remove(session);
    holds.removeIf(hold -> hold.session() == session);
    redeemAsChild(session);
    startLapse(session);
  }

  /** A process that has not got it open any more does not see to what it passed. */
  private void startLapse(Session issuer) {
    if (holds.stream().noneMatch(hold -> hold.session() == issuer)) {
      tickets.forEach(
          (number, ticket) -> {
            if (ticket.issuedBy(issuer) && ticket.isUnattended()) {
              lapseLater.accept(number);
            }
          });
    }
  }

  /**
   * Closes it for good if nobody has it open, and nobody can open it.
   *
   * @return whether that has happened now
   */
  boolean settle() {
    boolean closes = open && holds.isEmpty() && tickets.isEmpty();
    if (closes) {
      open = false;
    }
    return closes;
  }
}
