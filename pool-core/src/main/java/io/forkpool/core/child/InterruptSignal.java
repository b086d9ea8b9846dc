package io.forkpool.core.child;

import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * SIGURG means: interrupt the thread that runs this process's target.
 *
 * <p><b>Why a signal, and why this one.</b> A child need not prepare for it: neither a connection
 * nor a thread that reads from one. A copy of a process that has a handler for it has that handler
 * from its first instruction on. And a process without one ignores this signal (signal(7)), as it
 * does SIGWINCH and SIGCHLD, which come for other reasons, too. So it can never kill.
 *
 * <p><b>Between two processes.</b> A copy has the memory of the process it was copied from: its
 * target is a thread that is not there, and its process id has yet to be corrected. So the handler
 * asks the kernel who it is, and what is remembered here is remembered with a process id. A signal
 * that comes before the target has begun is remembered; whoever comes later, the target or the
 * signal, finds the other. No lock: the thread that holds it might not be in the copy.
 */
final class InterruptSignal {
  private static final AtomicLong PENDING = new AtomicLong();
  private static volatile Target target;

  /** Also in copies. */
  private static volatile boolean installed;

  private record Target(long pid, Thread thread) {}

  private InterruptSignal() {}

  /**
   * Installs the handler, in this process and all that will be copied from it, unless it is there.
   *
   * <p>{@code sun.misc.Signal} of the module jdk.unsupported is the only way to handle a signal in
   * Java. It is used by reflection since javac cannot compile a mention of it without a warning;
   * where it is missing, or the system has no such signal, nobody can be interrupted.
   */
  static void install() {
    if (installed) {
      return;
    }
    installed = true;
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Object caught =
          LambdaMetafactory.metafactory(
                  lookup,
                  "handle",
                  MethodType.methodType(handler),
                  MethodType.methodType(void.class, signal),
                  lookup.findStatic(
                      InterruptSignal.class,
                      "caught",
                      MethodType.methodType(void.class, Object.class)),
                  MethodType.methodType(void.class, signal))
              .getTarget()
              .invoke();
      Object urgent = signal.getConstructor(String.class).newInstance("URG");
      signal.getMethod("handle", signal, handler).invoke(null, urgent, caught);
    } catch (Throwable t) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "this process cannot be interrupted by its parent", t);
    }
  }

  /** The current thread begins to run the target of this process. */
  static void enter() {
    long pid = ThisProcess.pid();
    target = new Target(pid, Thread.currentThread());
    deliver(pid);
  }

  /** Loads and links what {@link #enter} needs, without an effect: no process has this id. */
  static void rehearse() {
    new Target(-1, Thread.currentThread());
    deliver(-1);
  }

  private static void caught(Object signal) {
    long pid = ownPid();
    PENDING.set(pid);
    deliver(pid);
  }

  /** Once for each signal, whoever sees both first. */
  private static void deliver(long pid) {
    Target now = target;
    if (now != null && now.pid == pid && PENDING.compareAndSet(pid, 0)) {
      now.thread.interrupt();
    }
  }

  private static long ownPid() {
    try {
      return Long.parseLong(Path.of("/proc/self").toRealPath().getFileName().toString());
    } catch (IOException | NumberFormatException e) {
      return ProcessHandle.current().pid(); // no Linux, so no copies of processes either
    }
  }
}
