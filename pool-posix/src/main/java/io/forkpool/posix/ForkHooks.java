package io.forkpool.posix;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The registered hooks, for the process's life. Thread-safe. */
final class ForkHooks {
  private static final List<ForkHook> HOOKS = new CopyOnWriteArrayList<>();

  private ForkHooks() {}

  static void add(ForkHook hook) {
    HOOKS.add(hook);
  }

  static boolean remove(ForkHook hook) {
    return HOOKS.remove(hook);
  }

  /** Runs the hooks' first part, and returns those whose second is due. */
  static ForkHook[] before() {
    ForkHook[] hooks = HOOKS.toArray(new ForkHook[0]);
    for (int i = hooks.length - 1; i >= 0; i--) {
      try {
        hooks[i].before();
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
    return hooks;
  }

  static void afterInParent(ForkHook[] hooks) {
    for (ForkHook hook : hooks) {
      try {
        hook.afterInParent();
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
  }

  /** Without lambdas: each child would link them anew. */
  static void afterInChild(ForkHook[] hooks) {
    for (ForkHook hook : hooks) {
      try {
        hook.afterInChild();
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
  }

  /** One that throws takes nothing from the others, nor from the fork. */
  private static void report(Throwable failure) {
    System.getLogger(ForkHooks.class.getPackageName())
        .log(System.Logger.Level.WARNING, "a fork hook failed", failure);
  }
}
