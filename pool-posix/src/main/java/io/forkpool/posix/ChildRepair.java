package io.forkpool.posix;

import io.forkpool.spi.ThisProcess;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a child has inherited and must not have, first thing after the fork, on its only user
 * thread. (Descriptors and the JVM's performance counters are separated in C, before any other
 * thread runs.) The state meant is the JDK's own and private: {@link Reach} gets at it.
 */
final class ChildRepair {
  private static final int TERMINATED = 2; // JVMTI_THREAD_STATE_TERMINATED, in threadStatus

  private static final Class<?> FIELD_HOLDER = Reach.find("java.lang.Thread$FieldHolder");
  private static final Class<?> PROCESS_HANDLE = Reach.find("java.lang.ProcessHandleImpl");
  private static final Class<?> SHUTDOWN_HOOKS = Reach.find("java.lang.ApplicationShutdownHooks");
  private static final Class<?> DELETE_ON_EXIT = Reach.find("java.io.DeleteOnExitHook");

  private ChildRepair() {}

  /**
   * In the parent, before the first fork: loads and links what {@link #run} needs. No lambdas: they
   * would be linked in each child anew.
   */
  static void prepare() {
    bury(new Thread());
    Repair.values();
    RandomRepair.reseed();
    refreshProcessHandle();
    ExecutorRepair.prepare();
    HaltBinding.prepare();
  }

  /** The repairs, each on its own: one that fails takes nothing from the others. */
  private enum Repair {
    RANDOM {
      @Override
      void run() {
        RandomRepair.reseed();
      }
    },
    PROCESS_ID {
      @Override
      void run() {
        refreshProcessHandle();
      }
    },
    EXECUTORS {
      @Override
      void run() {
        ExecutorRepair.run();
      }
    },
    SHUTDOWN {
      @Override
      void run() {
        forgetShutdownHooks();
      }
    };

    abstract void run();
  }

  /** In the child. */
  static void run(List<Thread> ghosts) {
    for (Thread ghost : ghosts) {
      bury(ghost);
    }
    for (Repair repair : Repair.values()) {
      try {
        repair.run();
      } catch (RuntimeException | LinkageError e) {
        System.err.println("forkpool: a forked child could not repair " + repair + ": " + e);
      }
    }
  }

  /** So that isAlive() is false, join() returns, and getAllStackTraces() leaves it out. */
  private static void bury(Thread ghost) {
    Reach.setLong(Thread.class, ghost, "eetop", 0);
    if (FIELD_HOLDER == null) {
      Reach.setInt(Thread.class, ghost, "threadStatus", TERMINATED);
    } else {
      Object holder =
          Reach.getObject(Thread.class, ghost, "holder", "Ljava/lang/Thread$FieldHolder;");
      Reach.setInt(FIELD_HOLDER, holder, "threadStatus", TERMINATED);
    }
  }

  private static void refreshProcessHandle() {
    ProcessHandle current = ProcessHandle.current();
    long pid = Native.get().getpid();
    ThisProcess.copied(pid);
    Reach.setLong(PROCESS_HANDLE, current, "pid", pid);
    ProcessHandle fresh = ProcessHandle.of(pid).orElse(current);
    long startTime = Reach.getLong(PROCESS_HANDLE, fresh, "startTime");
    Reach.setLong(PROCESS_HANDLE, current, "startTime", startTime);
  }

  /** Those of the parent; what the child registers from now on runs when it calls System.exit. */
  private static void forgetShutdownHooks() {
    if (Reach.isInitialized(SHUTDOWN_HOOKS)) {
      Object hooks = Reach.getObject(SHUTDOWN_HOOKS, null, "hooks", "Ljava/util/IdentityHashMap;");
      if (hooks != null) {
        ((Map<?, ?>) hooks).clear();
      }
    }
    if (Reach.isInitialized(DELETE_ON_EXIT)) {
      Object files = Reach.getObject(DELETE_ON_EXIT, null, "files", "Ljava/util/LinkedHashSet;");
      if (files != null) {
        ((Collection<?>) files).clear();
      }
    }
    HaltBinding.replace();
  }
}
