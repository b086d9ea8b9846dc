package io.forkpool.core.child;

/**
 * Ends a spawned process whose parent dies while it preloads: it has no lifeline yet, and what it
 * preloads may take any time. Looks now and then whether its parent is still the one that has
 * started it: an orphan gets another. A sleeping thread does not hold up an exit.
 */
final class OrphanWatch implements Runnable {
  private static final int LOOK_MILLIS = 250;

  private final long parent;
  private volatile boolean stopped;

  private OrphanWatch(long parent) {
    this.parent = parent;
  }

  /**
   * Begins to watch.
   *
   * @param parent the process that has started this one, whether it lives or not
   */
  static OrphanWatch start(long parent) {
    OrphanWatch watch = new OrphanWatch(parent);
    Thread thread = new Thread(null, watch, "forkpool-orphan-watch", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        if (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) != parent) {
          Runtime.getRuntime().halt(1);
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("only a task that looks for this thread can interrupt it", e);
    }
  }

  /** There is a lifeline from now on. */
  void stop() {
    stopped = true;
  }
}
