package io.forkpool.posix;

import io.forkpool.HeldLock;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Java-level locks that ghosts hold, looked at while they are suspended.
 *
 * <p>What the JDK's own code has locked is mostly held for microseconds: the caller lets the
 * threads go on and tries again ({@link #obstacle}). What user code has locked is the user's
 * affair: reported, or refused. Whose a monitor is, its class does not say (everybody locks a
 * {@code java.lang.Object}); the frame that locked it does. What this library's own engine has
 * locked is left out: a child does not touch the pools of its parent.
 *
 * <p><b>Classes.</b> Who loads, links or initializes a class holds locks that only some JVMs show
 * here, for instance the class's init lock, an {@code int[0]} (instanceKlass.cpp, link_class_impl).
 * It is known by its stack when it runs Java code on that behalf; when it was suspended inside the
 * JVM, by the bytecode at which it stands ({@link Vm#mayLink}).
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

  /** What class loaders are made of; most hold locks while they read. */
  private static final List<String> LOADING_CLASSES =
      List.of(
          "java.lang.ClassLoader",
          "java.net.URLClassLoader",
          "java.security.SecureClassLoader",
          "java.util.jar.JarFile",
          "java.util.zip.ZipFile",
          "jdk.internal.loader.",
          "jdk.internal.jimage.",
          "sun.net.www.protocol.jar.");

  /** Their native methods load, link or initialize classes. */
  private static final List<String> LINKING_CLASSES =
      List.of(
          "java.lang.Class",
          "java.lang.ClassLoader",
          "java.lang.invoke.",
          "java.lang.reflect.",
          "jdk.internal.reflect.");

  /** Not the JDK's, but as brief: JNA's cleaner frees memory under a monitor. */
  private static final List<String> BRIEF = List.of("com.sun.jna.");

  private static final List<String> LOCK_FREE_CLASSES =
      List.of("java.util.concurrent.ConcurrentHashMap");

  /** The class of a class's init lock. */
  private static final String INIT_LOCK = "[I";

  private static final LockInfo LOCK_OF_NOBODY = new LockInfo("java.lang.Object", 0);

  private static final int MOST_HELD_FOR_LONG = 200;

  private static final List<String> OWN =
      List.of(
          "io.forkpool.core.",
          "io.forkpool.spi.",
          "io.forkpool.posix.NativeChild",
          "io.forkpool.posix.ForkedHandle",
          "io.forkpool.posix.ServedHandle",
          "io.forkpool.posix.ForkServer");

  private static final Thread[] NO_THREADS = {};

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<HeldLock> held = new ArrayList<>();
  private final List<String> loaders = new ArrayList<>();

  /** Pairs: the name of a thread, and of a lock of the JDK's that it holds. */
  private final List<String> brief = new ArrayList<>();

  /** Such pairs that were waited for in vain. */
  private final List<String> heldForLong = new ArrayList<>();

  private final Chances chances = new Chances();
  private final Holds holds = new Holds();
  private Obstacle obstacle = Obstacle.NONE;

  /**
   * Loads and links all that {@link #look} needs; its first run takes 10 to 20 ms. A class that was
   * loaded during a look could be locked by a suspended thread, and this one would wait for it with
   * all others suspended. So the rehearsal finds something of everything.
   */
  void warmUp() {
    ReentrantLock lock = new ReentrantLock();
    Thread thread = new Thread(null, new Holder(lock), "forkpool-rehearsal", 256 * 1024);
    thread.setDaemon(true);
    lock.lock();
    try {
      thread.start();
      while (!lock.hasQueuedThread(thread)) {
        Thread.onSpinWait();
      }
      List<Thread> both = List.of(thread, Thread.currentThread());
      look(both, false, true);
      look(both, true, true);
      mayMoveOn(thread.getId());
      mayMoveOn(thread.getId());
      mayLetGo(thread.getId(), 1);
      mayLetGo(thread.getId(), 1);
      areWorthWaiting(new Patience(Long.MAX_VALUE), Patience.NANOS);
      obstacle.or(Obstacle.LOADING);
      isHeldForLong(threads.getThreadInfo(thread.getId()), LOCK_OF_NOBODY);
      giveUp();
    } finally {
      lock.unlock();
    }
    while (thread.isAlive()) {
      Thread.yield(); // or the first fork might find it, and report its lock
    }
    held.clear();
    heldForLong.clear();
    holds.forked(false);
  }

  /** Holds a monitor of its own and waits for a lock. */
  private record Holder(ReentrantLock lock) implements Runnable {
    @Override
    public synchronized void run() {
      lock.lock();
      lock.unlock();
    }
  }

  /** What the last look has found; of the user's and of the JDK's. */
  List<HeldLock> found() {
    return held;
  }

  /**
   * Which threads were loading or initializing a class when they were last looked at, and where.
   */
  List<String> loaders() {
    return loaders;
  }

  /** A fork begins. */
  void reset() {
    chances.reset();
    holds.reset();
  }

  /**
   * Whether what the last look has found may be over in an instant, and is still waited for.
   *
   * @param patience the fork's
   * @param nanos how long the fork takes by now
   */
  boolean areWorthWaiting(Patience patience, long nanos) {
    return patience.lasts(nanos, obstacle, holds.someEndSoon(), chances);
  }

  /** What the last look has found to be in the way. */
  Obstacle obstacle() {
    return obstacle;
  }

  /**
   * Looks.
   *
   * @param ghosts the suspended threads
   * @param exactly whether to walk through the heap for {@code ReentrantLock} and its like
   * @param inherits whether the child inherits all descriptors, so that nobody may be starting a
   *     process: until that has begun, its starter holds the pipes' other ends, and a child that
   *     held them, too, would keep them open for its whole life (JDK-8377907)
   */
  void look(List<Thread> ghosts, boolean exactly, boolean inherits) {
    held.clear();
    loaders.clear();
    brief.clear();
    obstacle = Obstacle.NONE;
    long[] ids = new long[ghosts.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ghosts.get(i).getId();
    }
    chances.beginLook();
    holds.beginLook();
    int linking = Vm.mayLink(ghosts.toArray(NO_THREADS));
    if (linking >= 0) {
      mayMoveOn(ids[linking]);
    }
    ThreadInfo[] infos = threads.getThreadInfo(ids, true, exactly);
    for (ThreadInfo info : infos) {
      if (info != null) {
        look(info);
        if (inherits) {
          lookForStart(info);
        }
      }
    }
    for (ThreadInfo info : infos) {
      if (info != null && !exactly) {
        lookAtOwner(info, infos);
      }
    }
    chances.endLook();
  }

  /** A thread is in the way, and will be out of it as soon as it runs. */
  private void mayMoveOn(long id) {
    mayMoveOn(id, threads.getThreadCpuTime(id));
  }

  private void mayMoveOn(long id, long cpuNanos) {
    obstacle = obstacle.or(Obstacle.BRIEF);
    chances.inTheWay(id, cpuNanos);
  }

  /** A thread that runs holds a lock of the JDK's. */
  private void mayLetGo(long id, int lock) {
    long cpuNanos = threads.getThreadCpuTime(id);
    if (holds.endsSoon(id, lock, cpuNanos)) {
      mayMoveOn(id, cpuNanos);
    }
  }

  private void look(ThreadInfo info) {
    StackTraceElement[] stack = info.getStackTrace();
    if (stack.length == 0) {
      return;
    }
    boolean loading = isLoading(info, stack);
    if (loading) {
      obstacle = Obstacle.LOADING;
      loaders.add(info.getThreadName().concat(" in ").concat(top(stack)));
    }
    boolean waitsForData =
        !loading && stack[0].isNativeMethod() && startsWithAny(stack[0], BLOCKING_PACKAGES);
    boolean runs = info.getThreadState() == Thread.State.RUNNABLE && !stack[0].isNativeMethod();
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      StackTraceElement where = monitor.getLockedStackFrame();
      boolean ofJdk = where == null || isOfJdk(where) || startsWithAny(where, BRIEF);
      if (ofJdk && runs) {
        mayLetGo(info.getThreadId(), monitor.getIdentityHashCode());
      } else if (ofJdk && !waitsForData && !isHeldForLong(info, monitor)) {
        obstacle = obstacle.or(Obstacle.BRIEF);
        brief.add(info.getThreadName());
        brief.add(name(monitor));
        if (info.getThreadState() == Thread.State.RUNNABLE) { // native methods are mostly quick
          mayLetGo(info.getThreadId(), monitor.getIdentityHashCode());
        }
      }
      if (where == null || !isOwn(where)) {
        held.add(new HeldLock(info.getThreadName(), name(monitor), top(stack), ofJdk));
      }
    }
    for (LockInfo lock : info.getLockedSynchronizers()) {
      if (!isOwn(innermostOutsideJdk(stack))) {
        held.add(new HeldLock(info.getThreadName(), name(lock), top(stack), false));
      }
    }
    // Who makes a hash map's table owns it without a lock.
    if (startsWithAny(stack[0], LOCK_FREE_CLASSES)) {
      mayMoveOn(info.getThreadId());
    }
    // Blocked at a monitor's door: its owner, in the child, would wake the ghost in vain.
    if (info.getThreadState() == Thread.State.BLOCKED && isOfJdk(stack[0])) {
      obstacle = obstacle.or(Obstacle.BRIEF);
    }
  }

  private boolean isHeldForLong(ThreadInfo info, LockInfo lock) {
    for (int i = 0; i < heldForLong.size(); i += 2) {
      if (heldForLong.get(i).equals(info.getThreadName())
          && heldForLong.get(i + 1).equals(name(lock))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waiting was in vain: what the last look has found is held for longer than an instant. The next
   * forks do not wait for the same locks again.
   */
  void giveUp() {
    holds.forked(obstacle != Obstacle.NONE);
    if (heldForLong.size() > MOST_HELD_FOR_LONG) {
      heldForLong.clear();
    }
    heldForLong.addAll(brief);
  }

  private void lookForStart(ThreadInfo info) {
    StackTraceElement[] stack = info.getStackTrace();
    if (stack.length > 0
        && stack[0].getMethodName().equals("forkAndExec")
        && stack[0].getClassName().equals("java.lang.ProcessImpl")) {
      obstacle = Obstacle.LOADING;
      loaders.add(info.getThreadName().concat(" in ").concat(top(stack)));
    }
  }

  /** Whether a ghost is on its way to a class, with Java code or a native method of the JDK's. */
  private boolean isLoading(ThreadInfo info, StackTraceElement[] stack) {
    boolean loading =
        stack[0].isNativeMethod()
            && (startsWithAny(stack[0], LINKING_CLASSES)
                || stack[0].getMethodName().startsWith("ensureClassInitialized"));
    for (StackTraceElement frame : stack) {
      String method = frame.getMethodName();
      if (method.equals("<clinit>")) {
        String lock = "the initialization of class ".concat(frame.getClassName());
        held.add(new HeldLock(info.getThreadName(), lock, top(stack), isOfJdk(frame)));
        loading = true;
      } else if (method.equals("loadClass") || startsWithAny(frame, LOADING_CLASSES)) {
        loading = true;
      }
    }
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      loading |= monitor.getClassName().equals(INIT_LOCK) && monitor.getLockedStackFrame() == null;
    }
    return loading;
  }

  /** Of a lock that a ghost waits for, the owner is known without a walk. */
  private void lookAtOwner(ThreadInfo waiter, ThreadInfo[] infos) {
    LockInfo lock = waiter.getLockInfo();
    if (lock == null
        || waiter.getLockOwnerId() < 0
        || isOwn(innermostOutsideJdk(waiter.getStackTrace()))) {
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

  private static boolean isOwn(StackTraceElement frame) {
    return frame != null && startsWithAny(frame, OWN);
  }

  /** Who called the JDK; null if nobody did. */
  private static StackTraceElement innermostOutsideJdk(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (!isOfJdk(frame)) {
        return frame;
      }
    }
    return null;
  }

  private static boolean startsWithAny(StackTraceElement frame, List<String> starts) {
    String className = frame.getClassName();
    for (String start : starts) {
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
