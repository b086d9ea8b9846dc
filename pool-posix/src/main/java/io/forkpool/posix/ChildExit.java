package io.forkpool.posix;

import java.util.IdentityHashMap;

/**
 * How a child ends: as a JVM does, when its last non-daemon thread has ended. Its shutdown hooks
 * and {@code deleteOnExit} files are those that it has registered itself: its parent's are not its
 * own. Then by {@code _exit(2)}.
 */
final class ChildExit {
  private static final int FAILED = 1;

  private static final Class<?> SHUTDOWN = Reach.find("java.lang.Shutdown");
  private static final Object[] NOTHING = {};

  private ChildExit() {}

  /** Loads this class, and what goes through the shutdown hooks (ApplicationShutdownHooks). */
  static void prepare() {
    new IdentityHashMap<>().keySet().iterator();
  }

  /** Runs a program, waits for the non-daemon threads that it has started, and ends. */
  static void runAndExit(ForkRequest.Program program) {
    int status = FAILED;
    try {
      program.run();
      status = 0;
    } catch (Throwable t) {
      report(t);
    }
    try {
      awaitOthers();
      runHooks();
    } catch (Throwable t) {
      report(t);
      status = FAILED;
    } finally {
      exit(status);
    }
  }

  /** Writes out what has been printed, and ends the process. */
  static void exit(int status) {
    try {
      System.out.flush();
      System.err.flush();
    } finally {
      Vm.exit(status);
    }
  }

  /** As DestroyJavaVM does: waits for them, and does not end the process. */
  private static void runHooks() {
    Reach.call(SHUTDOWN, null, "shutdown", "()V", NOTHING);
  }

  private static void report(Throwable t) {
    try {
      System.err.print("Exception in thread \"" + Thread.currentThread().getName() + "\" ");
      t.printStackTrace();
    } catch (Throwable unprintable) {
      // The exit code tells that it failed.
    }
  }

  private static void awaitOthers() throws InterruptedException {
    boolean found = true;
    while (found) {
      found = false;
      for (Thread thread : Vm.threads()) {
        if (thread != Thread.currentThread() && !thread.isDaemon() && thread.isAlive()) {
          thread.join();
          found = true;
        }
      }
    }
  }
}
