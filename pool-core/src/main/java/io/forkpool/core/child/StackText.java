package io.forkpool.core.child;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;

/**
 * The stacks of this process's threads as text, in the shape of {@code jstack}'s: with the locks
 * that threads hold and wait for, where the JDK has the module {@code java.management}.
 */
final class StackText {
  private StackText() {}

  static String ofAllThreads() {
    try {
      return withLocks();
    } catch (LinkageError | RuntimeException e) {
      return plain();
    }
  }

  /**
   * Not the thread that writes this. Nor what a forked JVM still lists of the threads that its
   * parent had at the fork: they have ended as far as it is concerned.
   */
  private static boolean isShown(String name, Thread.State state) {
    return state != Thread.State.TERMINATED && !name.equals(StackTeller.THREAD);
  }

  private static String withLocks() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder out = new StringBuilder();
    for (ThreadInfo thread : threads.dumpAllThreads(true, true)) {
      if (thread != null && isShown(thread.getThreadName(), thread.getThreadState())) {
        describe(thread, out);
      }
    }
    long[] deadlocked = threads.findDeadlockedThreads();
    if (deadlocked != null) {
      out.append("deadlock:");
      for (ThreadInfo thread : threads.getThreadInfo(deadlocked)) {
        out.append(" \"").append(thread.getThreadName()).append('"');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void describe(ThreadInfo thread, StringBuilder out) {
    head(thread.getThreadName(), thread.isDaemon(), thread.getThreadState(), out);
    LockInfo wanted = thread.getLockInfo();
    if (wanted != null) {
      out.append("    waits for ").append(wanted);
      if (thread.getLockOwnerName() != null) {
        out.append(", held by \"").append(thread.getLockOwnerName()).append('"');
      }
      out.append('\n');
    }
    StackTraceElement[] stack = thread.getStackTrace();
    MonitorInfo[] monitors = thread.getLockedMonitors();
    for (int depth = 0; depth < stack.length; depth++) {
      at(stack[depth], out);
      for (MonitorInfo monitor : monitors) {
        if (monitor.getLockedStackDepth() == depth) {
          out.append("    - holds ").append(monitor).append('\n');
        }
      }
    }
    for (LockInfo held : thread.getLockedSynchronizers()) {
      out.append("    - holds ").append(held).append('\n');
    }
    out.append('\n');
  }

  private static String plain() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      if (isShown(thread.getName(), thread.getState())) {
        head(thread.getName(), thread.isDaemon(), thread.getState(), out);
        for (StackTraceElement frame : entry.getValue()) {
          at(frame, out);
        }
        out.append('\n');
      }
    }
    return out.toString();
  }

  /** A frame without its class loader and module, as in the stack of an exception. */
  private static void at(StackTraceElement frame, StringBuilder out) {
    StackTraceElement plain =
        new StackTraceElement(
            frame.getClassName(),
            frame.getMethodName(),
            frame.getFileName(),
            frame.getLineNumber());
    out.append("    at ").append(plain).append('\n');
  }

  private static void head(String name, boolean daemon, Thread.State state, StringBuilder out) {
    out.append('"').append(name).append('"').append(daemon ? " daemon " : " ");
    out.append(state).append('\n');
  }
}
