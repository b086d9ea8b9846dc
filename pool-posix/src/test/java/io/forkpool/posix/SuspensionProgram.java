package io.forkpool.posix;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.Thread.State;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forks with other threads in the middle of all that a fork looks for, and prints where each
 * attempt begins and ends: run with {@code -Xlog:class+load}, it shows what is loaded in between.
 */
final class SuspensionProgram {
  static final String BEGIN = "suspension begins";
  static final String END = "suspension ends";

  private static final int FORKS = 3;
  private static final Object MONITOR = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final CountDownLatch INITIALIZING = new CountDownLatch(1);

  private SuspensionProgram() {}

  /** Is being initialized for a while. */
  private static final class Slow {
    static {
      INITIALIZING.countDown();
      LockSupport.parkNanos(300_000_000);
    }

    static void touch() {}
  }

  public static void main(String[] args) throws Exception {
    Posix.addForkHook(
        new ForkHook() {
          @Override
          public void before() {
            System.out.println(BEGIN);
          }

          @Override
          public void afterInParent() {
            System.out.println(END);
          }
        });
    // Each is where it stays: on its way there it loads classes, which is its right.
    start("holds both", SuspensionProgram::holdBoth, State.WAITING);
    start("waits for the monitor", SuspensionProgram::waitForMonitor, State.BLOCKED);
    start("waits for the lock", SuspensionProgram::waitForLock, State.WAITING);
    start("prints into nothing", SuspensionProgram::print, State.WAITING);
    start("reads from nothing", SuspensionProgram::read, State.TIMED_WAITING);
    start("initializes", Slow::touch);
    INITIALIZING.await();
    for (int i = 0; i < FORKS; i++) {
      int pid = Posix.fork();
      if (pid == 0) {
        Runtime.getRuntime().halt(0);
      }
      Posix.waitpid(pid);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void start(String name, Runnable body, State then) throws Exception {
    Thread thread = start(name, body);
    Wait.until(name + " is not " + then, () -> thread.getState() == then);
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void holdBoth() {
    LOCK.lock();
    synchronized (MONITOR) {
      park();
    }
  }

  private static void waitForMonitor() {
    synchronized (MONITOR) {
      park();
    }
  }

  private static void waitForLock() {
    LOCK.lock();
    LOCK.unlock();
  }

  /** The JDK's own lock is held by a thread that is anywhere else. */
  private static void print() {
    new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                park();
              }
            })
        .write(1);
  }

  private static void read() {
    try (PipedInputStream pipe = new PipedInputStream(new PipedOutputStream())) {
      new BufferedInputStream(pipe).read();
    } catch (IOException e) {
      park();
    }
  }

  private static void park() {
    while (true) {
      LockSupport.park();
    }
  }
}
