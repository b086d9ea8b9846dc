package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.posix.ForkHook;
import io.forkpool.posix.Posix;
import java.util.List;

/**
 * A fork server: the parent starts it, it has one thread besides the JVM's own, and it makes the
 * children.
 */
final class ThreeProcesses {
  /** Counted in the server when it forks, so its children have it. */
  private static long threadsOfServer;

  private ThreeProcesses() {}

  static void run(Context context) {
    System.out.println("the parent is " + ProcessHandle.current().pid());
    try (Pool pool = context.pool().workers(1).preload(ThreeProcesses::preload).build()) {
      List<Long> child = pool.apply(ThreeProcesses::child);
      System.out.println("the child %d was made by %d".formatted(child.get(0), child.get(1)));
      System.out.println(
          "the server %d was made by %d".formatted(child.get(1), parentOf(child.get(1))));
      System.out.println("threads in the server: " + child.get(2));
    }
  }

  private static void preload() {
    Posix.addForkHook(
        new ForkHook() {
          @Override
          public void before() {
            threadsOfServer =
                Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> !each.isDaemon())
                    .count();
          }
        });
  }

  private static List<Long> child() {
    long pid = ProcessHandle.current().pid();
    return List.of(pid, parentOf(pid), threadsOfServer);
  }

  private static long parentOf(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }
}
