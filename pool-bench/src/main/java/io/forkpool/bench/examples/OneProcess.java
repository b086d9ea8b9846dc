package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Context;

/** A process with an argument: it is started, and waited for. */
final class OneProcess {
  private OneProcess() {}

  static void run(Context context) {
    System.out.println("Parent process %d.".formatted(ProcessHandle.current().pid()));
    ChildProcess process = context.process(() -> runProc("test")).build();
    System.out.println("Child process will start.");
    process.start();
    process.join();
    System.out.println("Child process end.");
  }

  private static void runProc(String name) {
    System.out.println(
        "Run child process %s (%d)...".formatted(name, ProcessHandle.current().pid()));
  }
}
