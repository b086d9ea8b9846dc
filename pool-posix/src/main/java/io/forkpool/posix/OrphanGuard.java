package io.forkpool.posix;

/**
 * Ends this process when its parent has gone, while its main thread is busy with something that may
 * take any time. An orphan gets another parent; the thread looks for that now and then.
 */
final class OrphanGuard implements Runnable {
  private static final int LOOK_MILLIS = 250;

  private final int parent = Native.get().getppid();
  private final Thread thread = new Thread(null, this, "forkpool-orphan-guard", 256 * 1024);

  private OrphanGuard() {}

  /** Begins to watch. The connection to the parent, made before, tells that it lived then. */
  static OrphanGuard start() {
    OrphanGuard guard = new OrphanGuard();
    guard.thread.setDaemon(true);
    guard.thread.start();
    return guard;
  }

  @Override
  public void run() {
    try {
      while (Native.get().getppid() == parent) {
        Thread.sleep(LOOK_MILLIS);
      }
      Native.get().exit(1);
    } catch (InterruptedException e) {
      // It is not needed any more.
    }
  }

  /** Ends the thread, and waits until it has gone. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
