package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.Subprocess;
import io.forkpool.SubprocessResult;

/** An external command: its exit code, and its input and output, however large. */
final class ExternalCommand {
  private ExternalCommand() {}

  static void run(Context context) throws InterruptedException {
    System.out.println("$ echo hello; exit 3");
    System.out.println("Exit code: " + Subprocess.call("sh", "-c", "echo hello; exit 3"));
    System.out.println("$ sort");
    SubprocessResult sorted = Subprocess.of("sort").communicate("b\nc\na\n");
    System.out.print(sorted.text());
    System.out.println("Exit code: " + sorted.exitCode());
    System.out.println("$ cat");
    System.out.println("There and back: " + cat());
    try (Pool pool = context.pool().workers(1).build()) {
      System.out.println("In a worker: " + pool.apply(ExternalCommand::cat));
    }
  }

  private static String cat() throws InterruptedException {
    byte[] much = new byte[10 << 20];
    return Subprocess.of("cat").communicate(much).output().length + " bytes";
  }
}
