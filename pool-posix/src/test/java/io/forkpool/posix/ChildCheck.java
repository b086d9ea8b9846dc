package io.forkpool.posix;

import java.util.concurrent.TimeUnit;

/** What is to be true in a forked child. Prepares the parent, forks, and looks in the child. */
interface ChildCheck extends Check {
  /** How long a child may take; one that takes longer hangs. */
  long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(40);

  /** How the child is made; null for {@link Posix#fork}. */
  default ForkOptions options() {
    return null;
  }

  /** Prepares the parent. */
  default void inParent() throws Exception {}

  /** In the parent, right before the fork. */
  default void beforeFork() throws Exception {}

  /** In the child; what it throws fails the check. */
  void inChild() throws Exception;

  /** In the parent, when the child has been made. */
  default void whileTheChildRuns(int child) throws Exception {}

  /** The exit code that the child is to end with. */
  default int exitCode() {
    return 0;
  }

  /** In the parent, when the child has ended as it should. */
  default void afterChild() throws Exception {}

  @Override
  default void run() throws Exception {
    Forker.prepare();
    inParent();
    beforeFork();
    int child = fork();
    boolean ended = false;
    try {
      whileTheChildRuns(child);
      awaitEnd(child);
      ended = true;
    } finally {
      if (!ended) {
        endOf(child); // or it would outlive its parent
      }
    }
    afterChild();
  }

  /** Makes one child that looks. */
  default int fork() throws ForkException {
    if (options() != null) {
      return Forker.fork(new ForkRequest(this::inChild, options())).pid();
    }
    int child = Posix.fork();
    if (child == 0) {
      ChildExit.runAndExit(this::inChild);
    }
    return child;
  }

  /** Waits for a child of {@link #fork}. */
  default void awaitEnd(int child) throws Exception {
    int[] status = new int[1];
    Wait.until(
        LIMIT_NANOS,
        "the child hangs",
        () -> Native.get().waitpid(child, status, Native.WNOHANG) == child);
    Check.check(status[0] == exitCode() << 8, "the child ended with status " + status[0]);
  }

  private static void endOf(int child) {
    try {
      Native.get().kill(child, Native.SIGKILL);
      Native.get().waitpid(child, new int[1], 0);
    } catch (PosixException e) {
      // It has been waited for.
    }
  }
}
