package io.forkpool.core.child;

/**
 * Ends a daemonic process when its parent has gone, whatever ended that: looks now and then.
 *
 * <p><b>Why it looks.</b> The kernel's own signal at a parent's death (PR_SET_PDEATHSIG) comes when
 * the <em>thread</em> ends that has forked, which may be any of the user's. A connection whose end
 * tells would have to be made while the child starts, and is waited for by a thread, too. A
 * sleeping thread does not hold up an exit, and an eighth of a second is well below the second that
 * is promised, for children of children of children as well.
 */
final class DaemonWatch implements Runnable {
  private static final int LOOK_MILLIS = 125;

  /** Nobody is left to read it. */
  private static final int PARENT_GONE = 1;

  private final long parent;

  private DaemonWatch(long parent) {
    this.parent = parent;
  }

  static void start(long parent) {
    Thread thread = new Thread(null, new DaemonWatch(parent), "forkpool-parent-watch", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    Liveness liveness = new Liveness(parent);
    try {
      while (liveness.isAlive()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("only a program that looks for this thread can interrupt it", e);
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }
}
