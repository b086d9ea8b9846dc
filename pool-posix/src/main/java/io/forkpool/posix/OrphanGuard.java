package io.forkpool.posix;

/**
 * Ends this process when its parent has gone, while its main thread is busy with something that may
 * take any time. An orphan gets another parent; the thread looks for that now and then.
 */
final class OrphanGuard implements Runnable {
  private static final int LOOK_MILLIS = 250;

  private final long parent = parent();
  private final Thread thread = new Thread(null, this, "forkpool-orphan-guard", 256 * 1024);

  private OrphanGuard() {}

  /** Begins to watch. A parent that has gone before is noticed by who connects to it. */
  static OrphanGuard start() {
    OrphanGuard guard = new OrphanGuard();
    guard.thread.setDaemon(true);
    guard.thread.start();
    return guard;
  }

  @Override
  public void run() {
    try {
      while (parent() == parent) {
        Thread.sleep(LOOK_MILLIS);
      }
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      // It is not needed any more.
    }
  }

  /** Not by {@code getppid}: native code is still being loaded. */
  private static long parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
  }

  /** Ends the thread, and waits until it has gone. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
