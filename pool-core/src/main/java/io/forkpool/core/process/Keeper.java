package io.forkpool.core.process;

import java.util.concurrent.ThreadFactory;

/**
 * Keeps this JVM from ending by itself while it has children that are no daemons: by a thread that
 * is none either, and waits. Not by a shutdown hook that waits: a SIGTERM to this process would
 * then do nothing until the last child has ended.
 */
final class Keeper implements Runnable {
  private final ThreadFactory threads;
  private int children;
  private boolean running;

  Keeper(ThreadFactory threads) {
    this.threads = threads;
  }

  /** There is one more, which is to be released also where this fails for want of a thread. */
  synchronized void keep() {
    children++;
    if (!running) {
      Thread thread = threads.newThread(this);
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
