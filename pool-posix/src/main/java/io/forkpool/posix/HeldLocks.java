package io.forkpool.posix;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Java-level locks that ghosts hold, looked at while they are suspended.
 *
 * <p>What the JDK's own code has locked is mostly held for microseconds: the caller lets the
 * threads go on and tries again ({@link #mustWait}). What user code has locked is the user's
 * affair: reported, or refused. Whose a monitor is, its class does not say (everybody locks a
 * {@code java.lang.Object}); the frame that locked it does.
 *
 * <p>Monitors are known exactly. {@code ReentrantLock} and its like are known to the JVM by a walk
 * through the whole heap only ({@code VM_ThreadDump}, {@code ConcurrentLocksDump}), so that is left
 * to those who ask for exactness; otherwise those are found for which another thread waits.
 *
 * <p>Used between suspension and resumption, so written without lambdas, string concatenation and
 * whatever else is linked at its first run; {@link #warmUp} runs it once before.
 */
final class HeldLocks {
  /** Its monitors are held while it waits for data: no retry will see them free. */
  private static final List<String> BLOCKING_PACKAGES =
      List.of("java.io.", "java.net.", "sun.nio.", "java.lang.ProcessImpl");

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<HeldLock> held = new ArrayList<>();
  private boolean mustWait;

  /** Loads what {@link #look} needs; its first run takes 10 to 20 ms. */
  void warmUp() {
    look(List.of(Thread.currentThread()), false);
  }

  /** What the last look has found; of the user's and of the JDK's. */
  List<HeldLock> found() {
    return held;
  }

  /** Whether the last look has found what the JDK holds for an instant only. */
  boolean mustWait() {
    return mustWait;
  }

  /**
   * Looks.
   *
   * @param ghosts the suspended threads
   * @param exactly whether to walk through the heap for {@code ReentrantLock} and its like
   */
  void look(List<Thread> ghosts, boolean exactly) {
    held.clear();
    mustWait = false;
    long[] ids = new long[ghosts.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ghosts.get(i).getId();
    }
    ThreadInfo[] infos = threads.getThreadInfo(ids, true, exactly);
    for (ThreadInfo info : infos) {
      if (info != null) {
        look(info);
      }
    }
    for (ThreadInfo info : infos) {
      if (info != null && !exactly) {
        lookAtOwner(info, infos);
      }
    }
  }

  private void look(ThreadInfo info) {
    StackTraceElement[] stack = info.getStackTrace();
    boolean waitsForData =
        stack.length > 0 && stack[0].isNativeMethod() && startsWithAny(stack[0].getClassName());
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      StackTraceElement where = monitor.getLockedStackFrame();
      boolean ofJdk = where == null || isOfJdk(where);
      mustWait |= ofJdk && !waitsForData;
      held.add(new HeldLock(info.getThreadName(), name(monitor), top(stack), ofJdk));
    }
    for (LockInfo lock : info.getLockedSynchronizers()) {
      held.add(new HeldLock(info.getThreadName(), name(lock), top(stack), false));
    }
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals("<clinit>")) {
        mustWait |= isOfJdk(frame);
        String lock = "the initialization of class ".concat(frame.getClassName());
        held.add(new HeldLock(info.getThreadName(), lock, top(stack), isOfJdk(frame)));
      }
    }
    // Blocked at a monitor's door: its owner, in the child, would wake the ghost in vain. It is on
    // its way.
    mustWait |= info.getThreadState() == Thread.State.BLOCKED && isOfJdk(stack[0]);
  }

  /** Of a lock that a ghost waits for, the owner is known without a walk. */
  private void lookAtOwner(ThreadInfo waiter, ThreadInfo[] infos) {
    LockInfo lock = waiter.getLockInfo();
    if (lock == null || waiter.getLockOwnerId() < 0) {
      return;
    }
    for (ThreadInfo owner : infos) {
      if (owner != null && owner.getThreadId() == waiter.getLockOwnerId()) {
        String name = name(lock);
        for (HeldLock known : held) {
          if (known.lock().equals(name)) {
            return;
          }
        }
        held.add(new HeldLock(owner.getThreadName(), name, top(owner.getStackTrace()), false));
      }
    }
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static boolean startsWithAny(String className) {
    for (String start : BLOCKING_PACKAGES) {
      if (className.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private static String name(LockInfo lock) {
    return lock.getClassName().concat("@").concat(Integer.toHexString(lock.getIdentityHashCode()));
  }

  private static String top(StackTraceElement[] stack) {
    return stack.length == 0 ? "unknown code" : Objects.toString(stack[0]);
  }
}
