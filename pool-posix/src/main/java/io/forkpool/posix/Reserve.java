package io.forkpool.posix;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Spare children of a fork server: a worker that is asked for need not be waited for. They are made
 * while the server has nothing else to do, one at a time. The server's thread only.
 */
final class Reserve {
  /** A server that is not at rest has no spares: its application must not wait for one. */
  private static final Duration BUDGET = Duration.ofMillis(200);

  private final Native system;
  private final int size;

  private final ServedKind kind;
  private final Deque<ServedChild> spares = new ArrayDeque<>();

  /** After a spare could not be made, or has died: until one is asked for again. */
  private boolean resting;

  /** Whether anybody has asked for a child yet. */
  private boolean wanted;

  Reserve(Native system, int size, ServedKind kind) {
    this.system = system;
    this.size = size;
    this.kind = kind;
  }

  /** Those that wait. */
  Collection<ServedChild> spares() {
    return Collections.unmodifiableCollection(spares);
  }

  /** Whether another spare is to be made. */
  boolean isShort() {
    return !resting && spares.size() < size;
  }

  /** Makes a spare. */
  void add() throws PosixException {
    try {
      spares.add(
          ServedChild.spare(
              system,
              ForkOptions.isolated().within(BUDGET),
              kind,
              kind.pace().settleMillis(isUrgent())));
    } catch (ForkException e) {
      resting = true;
      log("a fork server cannot make a spare child now", e);
    }
  }

  /**
   * Has a child begin with an order: a spare if there is one that can.
   *
   * @throws ForkException if there is no child
   */
  ServedChild begin(ServerMessage.Start order) throws ForkException, PosixException {
    Optional<ServedChild> spare = beginSpare(order);
    return spare.isPresent() ? spare.get() : ServedChild.begin(system, order, kind);
  }

  private Optional<ServedChild> beginSpare(ServerMessage.Start order) throws PosixException {
    resting = false;
    wanted = true;
    while (ServedChild.suits(order) && !spares.isEmpty()) {
      ServedChild spare = spares.remove();
      try {
        spare.give(order);
        return Optional.of(spare);
      } catch (IOException e) {
        log("a spare child has died", e);
        spare.discard();
      }
    }
    return Optional.empty();
  }

  /** How long nobody must have asked for a child before {@link #add}, in milliseconds. */
  int lullMillis() {
    return kind.pace().lullMillis(isUrgent());
  }

  /** Whether the last one was taken, or there was none to be taken. */
  private boolean isUrgent() {
    return wanted && spares.isEmpty();
  }

  /** A child has its order: what the next ones will need for such an order, they find here. */
  void learnFrom(ServerMessage.Start order) {
    try {
      kind.program().foresee(order.argument());
    } catch (Exception | LinkageError e) {
      log("a fork server cannot prepare for another such child", e);
    }
  }

  /** Lets go of spares that have died: nobody is told of them. */
  void reap() throws PosixException {
    int[] status = new int[1];
    for (Iterator<ServedChild> each = spares.iterator(); each.hasNext(); ) {
      if (each.next().reap(status)) {
        each.remove();
        resting = true;
      }
    }
  }

  /** Ends all spares. */
  void close() throws PosixException {
    for (ServedChild spare : spares) {
      spare.discard();
    }
    spares.clear();
  }

  private static void log(String message, Throwable cause) {
    System.getLogger(Reserve.class.getPackageName()).log(System.Logger.Level.DEBUG, message, cause);
  }
}
