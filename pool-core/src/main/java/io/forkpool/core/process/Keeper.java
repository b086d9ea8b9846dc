package io.forkpool.core.process;

/**
 * Keeps this JVM from ending by itself while it has children that are no daemons: by a thread that
 * is none either, and waits. Not by a shutdown hook that waits: a SIGTERM to this process would
 * then do nothing until the last child has ended.
 */
final class Keeper implements Runnable {
  private int children;
  private boolean running;

  /** There is one more. */
  synchronized void keep() {
    children++;
    if (!running) {
      Thread thread = new Thread(null, this, "forkpool-children", 256 * 1024);
      thread.setDaemon(false);
      thread.start();
      running = true;
    }
  }

  /** There is one less. */
  synchronized void release() {
    children--;
    if (children == 0) {
      notifyAll();
    }
  }

  @Override
  public synchronized void run() {
    while (children > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Whoever interrupts all threads does not mean that children should be left.
      }
    }
    running = false;
  }
}
