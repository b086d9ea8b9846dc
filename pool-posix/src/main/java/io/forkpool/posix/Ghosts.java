package io.forkpool.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which Java threads a child has, and which it has not.
 *
 * <p>Fork copies the calling thread only. The JVM's own Java threads, listed here by name, come
 * back; every other is a <em>ghost</em>: suspended for the time of the fork, and dead in the
 * child's eyes. So it is a list of those who come back, not of those who stay: what is unknown
 * stays behind, for instance
 *
 * <ul>
 *   <li>the {@code process reaper}, which would report the parent's children as gone,
 *   <li>selector threads and the pollers of virtual threads, which would take events from the
 *       parent,
 *   <li>workers of {@code ForkJoinPool.commonPool} and carriers of virtual threads, idle or busy:
 *       {@link ExecutorRepair} empties their pools, which start new ones when they are needed.
 * </ul>
 */
final class Ghosts {
  private static final Set<String> SYSTEM_THREADS =
      Set.of(
          "Reference Handler",
          "Finalizer",
          "Signal Dispatcher",
          "Notification Thread",
          "Common-Cleaner",
          "Attach Listener",
          "VirtualThread-unblocker");

  private static final Set<String> SYSTEM_GROUPS = Set.of("system", "InnocuousThreadGroup");

  private static final int JVMTI_ERROR_NONE = 0;
  private static final int IN_CRITICAL_SECTION = -1; // jvm.c

  private final List<Thread> ghosts = new ArrayList<>();
  private final List<Thread> system = new ArrayList<>();
  private final List<Thread> suspended = new ArrayList<>();

  /** The threads that the child will not have. */
  List<Thread> ghosts() {
    return ghosts;
  }

  /** All other live threads that Java can see, ghosts first. */
  Thread[] threads() {
    Thread[] all = new Thread[ghosts.size() + system.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < ghosts.size() ? ghosts.get(i) : system.get(i - ghosts.size());
    }
    return all;
  }

  /** The roles of {@link #threads}. */
  byte[] roles() {
    byte[] roles = new byte[ghosts.size() + system.size()];
    for (int i = 0; i < roles.length; i++) {
      roles[i] = i < ghosts.size() ? roleOf(ghosts.get(i)) : ThreadRole.SYSTEM.code();
    }
    return roles;
  }

  private static byte roleOf(Thread ghost) {
    return ghost.getName().equals("DestroyJavaVM")
        ? ThreadRole.DESTROYER.code()
        : ThreadRole.GHOST.code();
  }

  /**
   * Suspends all ghosts: looks again until there is none that has been started in between. From
   * here to {@link #resume} the caller must not wait for anybody: no logging, no class that is
   * loaded for the first time.
   *
   * @return false if one of them cannot be suspended just now: the caller resumes, and tries again
   */
  boolean suspend() {
    Thread self = Thread.currentThread();
    ghosts.clear(); // of an earlier attempt: they have been resumed since
    while (true) {
      List<Thread> fresh = new ArrayList<>();
      system.clear();
      for (Thread thread : Vm.threads()) {
        if (thread == self) {
          continue;
        }
        if (isSystem(thread)) {
          system.add(thread);
        } else if (!ghosts.contains(thread)) {
          fresh.add(thread);
        }
      }
      if (fresh.isEmpty()) {
        break;
      }
      if (!suspend(fresh)) {
        return false;
      }
      ghosts.addAll(fresh);
    }
    return suspendMounted(true);
  }

  /** Does all that {@link #suspend} does, but suspend: for a rehearsal. */
  void suspendNobody() {
    suspend(List.of());
    for (Thread thread : Vm.threads()) {
      (isSystem(thread) ? system : ghosts).add(thread);
    }
    suspendMounted(false);
  }

  /** Lets go on who has been suspended here, and nobody else. */
  void resume() {
    if (!suspended.isEmpty()) {
      Vm.resume(suspended.toArray(new Thread[0]));
      suspended.clear();
    }
  }

  private boolean suspend(List<Thread> threads) {
    int[] errors = Vm.suspend(threads.toArray(new Thread[0]));
    boolean all = true;
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] == JVMTI_ERROR_NONE) {
        suspended.add(threads.get(i));
      }
      all &= errors[i] != IN_CRITICAL_SECTION;
    }
    return all;
  }

  /** Suspending a carrier does not stop the virtual thread that it carries just now. */
  private boolean suspendMounted(boolean really) {
    List<Thread> mounted = new ArrayList<>();
    for (Thread carrier : ghosts) {
      Thread virtual = Carriers.mountedOn(carrier);
      if (virtual != null) {
        mounted.add(virtual);
      }
    }
    return !really || mounted.isEmpty() || suspend(mounted);
  }

  static boolean isSystem(Thread thread) {
    if (thread.getClass().getClassLoader() != null || !SYSTEM_THREADS.contains(thread.getName())) {
      return false;
    }
    ThreadGroup group = thread.getThreadGroup();
    return group != null && SYSTEM_GROUPS.contains(group.getName());
  }
}
