package io.forkpool.posix;

import io.forkpool.HeldLockPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a fork is made. Immutable; {@link #posix()} and {@link #isolated()} are the starting points.
 *
 * @param descriptors which of the parent's descriptors can be used in the child
 * @param kept descriptors that the child gets all the same, at most 64
 * @param stdin the descriptor that becomes the child's stdin; -1 for the parent's, {@link #EMPTY}
 *     for one from which nothing comes
 * @param stdout the descriptor that becomes the child's stdout; -1 for the parent's
 * @param stderr the descriptor that becomes the child's stderr; -1 for the parent's
 * @param heldLockPolicy what to do when other threads hold locks
 * @param budget how long to wait for a moment at which the process can be copied
 */
record ForkOptions(
    Descriptors descriptors,
    List<Integer> kept,
    int stdin,
    int stdout,
    int stderr,
    HeldLockPolicy heldLockPolicy,
    Duration budget) {
  /** As stdin: /dev/null. */
  static final int EMPTY = -2;

  private static final int MAX_KEPT = 64;

  /** Long enough for a concurrent collection's phases; mostly it takes a millisecond. */
  private static final Duration BUDGET = Duration.ofSeconds(10);

  /**
   * What a child has of its parent's sockets, pipes, selectors and the like. Files and devices stay
   * in any case; those for reading only get a position of their own. The numbers are known to
   * descriptors.c.
   */
  enum Descriptors {
    /** All of them, as POSIX says. */
    INHERITED,

    /** None of them. */
    SEPARATE,

    /**
     * The sockets, but for forkpool's own: those that are bound below a {@code forkpool-}
     * directory.
     */
    SOCKETS
  }

  ForkOptions {
    Objects.requireNonNull(descriptors, "descriptors");
    kept = List.copyOf(kept);
    Objects.requireNonNull(heldLockPolicy, "heldLockPolicy");
    Objects.requireNonNull(budget, "budget");
    if (kept.size() > MAX_KEPT) {
      throw new IllegalArgumentException("at most 64 descriptors can be kept: " + kept.size());
    }
  }

  /** As POSIX says: the child inherits every descriptor. */
  static ForkOptions posix() {
    return new ForkOptions(
        Descriptors.INHERITED, List.of(), -1, -1, -1, HeldLockPolicy.WARN, BUDGET);
  }

  /**
   * A worker's: the child inherits stdout and stderr, files, and what is asked for. Its stdin is
   * empty, for the commands that it runs, too: what is typed, or piped, is for its parent.
   */
  static ForkOptions isolated() {
    return new ForkOptions(
        Descriptors.SEPARATE, List.of(), EMPTY, -1, -1, HeldLockPolicy.WARN, BUDGET);
  }

  /** The same, with these descriptors kept. */
  ForkOptions keeping(List<Integer> wanted) {
    return new ForkOptions(descriptors, wanted, stdin, stdout, stderr, heldLockPolicy, budget);
  }

  /** The same, with the user's sockets. */
  ForkOptions withSockets() {
    return new ForkOptions(
        Descriptors.SOCKETS, kept, stdin, stdout, stderr, heldLockPolicy, budget);
  }

  /** The same, with this descriptor as stderr; -1 for the parent's. */
  ForkOptions withStderr(int err) {
    return new ForkOptions(descriptors, kept, stdin, stdout, err, heldLockPolicy, budget);
  }

  /** The same, with this policy. */
  ForkOptions withHeldLocks(HeldLockPolicy policy) {
    return new ForkOptions(descriptors, kept, stdin, stdout, stderr, policy, budget);
  }

  /** The same, with this budget. */
  ForkOptions within(Duration time) {
    return new ForkOptions(descriptors, kept, stdin, stdout, stderr, heldLockPolicy, time);
  }
}
