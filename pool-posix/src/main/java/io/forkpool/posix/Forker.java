package io.forkpool.posix;

import io.forkpool.HeldLock;
import io.forkpool.HeldLockPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forks this JVM. The story, of which the inner part is told in {@code forkpool.h}:
 *
 * <pre>
 *   hooks before ─▶ flush System.out, err ─▶ ┌ suspend the other Java threads   Ghosts
 *                                            │ who holds which lock?            HeldLocks
 *                                  not now?  │ pause, check, copy, re-create    Vm.fork
 *                                  again ◀── └ resume
 *        ┌───────────────────────────────────────────┴──────────────────────┐
 *   in the child: repair what was copied and               in the parent: report held locks,
 *   must not be (ChildRepair), hooks after                 hooks after
 * </pre>
 *
 * <p>Thread-safe: one fork at a time.
 */
final class Forker {
  /** What keeps a lock or a thread busy now is mostly over by then. */
  private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** If not, the others get more time each time, up to this: they may wait for a processor. */
  private static final long MOST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * How long the ghosts stay suspended while the C part waits for rest. Some never come to rest
   * while they are: one that was suspended on its way out, or waits for its suspended starter.
   */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int[] NONE = {};

  private static final int MOST_REPORTED = 1_000;

  /** Thread and lock of each warning: a pool forks again and again. */
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private static ReentrantLock lock = new ReentrantLock();
  private static HeldLocks heldLocks;

  private Forker() {}

  /**
   * Makes a child that runs a program and then ends, whatever happens.
   *
   * @throws ForkException if there is no child; the cause is in its message
   */
  static ForkedChild fork(ForkRequest request) throws ForkException {
    List<HeldLock> found = new ArrayList<>();
    int pid = fork(request.options(), found);
    if (pid == 0) {
      ChildExit.runAndExit(request.program());
    }
    return new ForkedChild(pid, List.copyOf(found), ForkTiming.last());
  }

  /**
   * Copies this process.
   *
   * @return 0 in the child, its process id in the parent
   * @throws ForkException if there is no child; the cause is in its message
   */
  static int fork(ForkOptions options) throws ForkException {
    return fork(options, new ArrayList<>());
  }

  /** Loads and links all that a fork needs, so that the first one is as fast as the others. */
  static void prepare() throws ForkException {
    lock.lock();
    try {
      attach();
    } finally {
      lock.unlock();
    }
  }

  private static int fork(ForkOptions options, List<HeldLock> found) throws ForkException {
    if (Carriers.isVirtual(Thread.currentThread())) {
      throw new ForkException("a virtual thread cannot fork; call it on a platform thread");
    }
    lock.lock();
    try {
      attach();
      ForkHook[] hooks = ForkHooks.before();
      flush();
      int pid = -1;
      Ghosts ghosts = new Ghosts();
      try {
        pid = attempt(options, ghosts, found);
      } finally {
        if (pid != 0) {
          ForkHooks.afterInParent(hooks);
        }
      }
      if (pid == 0) {
        // Threads that wait for the old one are ghosts: unlocking it would wake one of them, in
        // vain.
        lock = new ReentrantLock();
        lock.lock();
        ChildRepair.run(ghosts.ghosts());
        ForkHooks.afterInChild(hooks);
      } else if (!found.isEmpty()) {
        report(found);
      }
      return pid;
    } finally {
      lock.unlock();
    }
  }

  private static void attach() throws ForkException {
    if (heldLocks != null) {
      return;
    }
    String cause = ForkAvailability.get().unavailabilityCause().orElse(null);
    if (cause != null) {
      throw new ForkException(cause);
    }
    try {
      Native.get().bind();
    } catch (IOException e) {
      throw new ForkException(e.getMessage(), e);
    }
    String failure = Vm.attach(Thread.currentThread());
    if (failure != null) {
      throw new ForkException(failure);
    }
    HeldLocks looker = new HeldLocks();
    looker.warmUp();
    rehearse();
    ChildRepair.prepare();
    ForkedProgram.prepare();
    heldLocks = looker;
  }

  /**
   * One suspension for nothing: what it loads and links, it loads and links while all others run.
   */
  private static void rehearse() {
    Ghosts ghosts = new Ghosts();
    ghosts.suspendNobody();
    ghosts.threads();
    ghosts.roles();
    ghosts.resume();
  }

  /** What the parent has printed, and not yet written, is not the child's to write. */
  private static void flush() {
    System.out.flush();
    System.err.flush();
  }

  private static int attempt(ForkOptions options, Ghosts ghosts, List<HeldLock> found)
      throws ForkException {
    int[] standard = {options.stdin(), options.stdout(), options.stderr()};
    int[] kept =
        options.kept().isEmpty()
            ? NONE
            : options.kept().stream().mapToInt(Integer::intValue).toArray();
    boolean exactly = options.heldLockPolicy() == HeldLockPolicy.FAIL;
    long begin = System.nanoTime();
    long budget = options.budget().toNanos();
    Patience patience = new Patience(budget);
    long pause = RETRY_NANOS;
    heldLocks.reset();
    while (true) {
      int pid = -1;
      boolean tried = false;
      boolean suspended = false;
      try {
        suspended = ghosts.suspend();
        if (suspended) {
          heldLocks.look(
              ghosts.ghosts(), exactly, options.descriptors() == ForkOptions.Descriptors.INHERITED);
        }
        long spent = System.nanoTime() - begin;
        if (suspended && mayCopy(exactly, heldLocks.areWorthWaiting(patience, spent))) {
          tried = true;
          pid =
              Vm.fork(
                  ghosts.threads(),
                  ghosts.roles(),
                  kept,
                  standard,
                  options.descriptors().ordinal(),
                  Math.min(Math.max(budget - spent, 0), SLICE_NANOS));
        }
      } finally {
        if (pid != 0) {
          ghosts.resume();
        }
      }
      if (pid >= 0) {
        found.addAll(heldLocks.found());
        if (pid > 0) {
          heldLocks.giveUp();
        }
        return pid;
      }
      boolean late = System.nanoTime() - begin >= budget;
      if (tried && (late || pid != Vm.RESTLESS)) {
        throw new ForkException(Vm.failure());
      }
      if (!suspended && late) {
        throw new ForkException("a thread stays in a JNI critical section");
      }
      if (suspended && exactly && (late || heldLocks.obstacle() == Obstacle.NONE)) {
        throw new ForkException("other threads hold locks: " + heldLocks.found());
      }
      if (suspended && late) {
        throw new ForkException(
            "other threads load or initialize classes, or start processes, all the time: "
                + heldLocks.loaders());
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, MOST_RETRY_NANOS);
    }
  }

  /** Whether what the ghosts were found to be in the middle of lets the process be copied. */
  private static boolean mayCopy(boolean exactly, boolean patient) {
    if (exactly && !heldLocks.found().isEmpty()) {
      return false;
    }
    Obstacle obstacle = heldLocks.obstacle(); // no switch: that would load a class of its own
    return obstacle == Obstacle.NONE || obstacle == Obstacle.BRIEF && !patient;
  }

  private static void report(List<HeldLock> found) {
    if (REPORTED.size() > MOST_REPORTED) {
      REPORTED.clear();
    }
    for (HeldLock held : found) {
      boolean worthAWarning = !held.ofJdk() && REPORTED.add(held.thread() + " " + held.lock());
      System.getLogger(Forker.class.getPackageName())
          .log(
              worthAWarning ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
              "a forked child can never have a lock: " + held);
    }
  }
}
