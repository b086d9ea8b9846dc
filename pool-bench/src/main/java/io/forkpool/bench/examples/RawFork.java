package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.posix.Posix;

/** The call itself: it returns 0 in the child, and the child's process id in the parent. */
final class RawFork {
  private RawFork() {}

  static void run(Context context) throws Exception {
    System.out.println("Process (%d) start...".formatted(Posix.getpid()));
    int pid = Posix.fork();
    if (pid == 0) {
      System.out.println(
          "I am child process (%d) and my parent is %d."
              .formatted(Posix.getpid(), Posix.getppid()));
      System.exit(0);
    }
    System.out.println("I (%d) just created a child process (%d).".formatted(Posix.getpid(), pid));
    Posix.waitpid(pid);
  }
}
