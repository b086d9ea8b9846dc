package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.Subprocess;

/**
 * Where a platform has no fork, only spawn is offered, and who asks for fork is told why. Here this
 * JVM is made to take its system for such a platform.
 */
final class WithoutFork {
  private WithoutFork() {}

  static void run(Context context) throws InterruptedException {
    Subprocess.call("true"); // the JDK looks at the name of the system at its first process
    System.setProperty("os.name", "a system without fork");
    System.out.println("usable: " + StartMethod.available());
    try {
      Context.of(StartMethod.FORK);
    } catch (StartMethodUnavailableException e) {
      System.out.println("refused: " + e.getMessage());
    }
    try (Pool pool = Context.ofDefault().pool().workers(1).build()) {
      System.out.println("by " + pool.startMethod() + ": " + pool.apply(() -> 7 * 7));
    }
  }
}
