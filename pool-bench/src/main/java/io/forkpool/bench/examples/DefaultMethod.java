package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.StartMethod;

/**
 * The default start method is set once, before it is used; a context has the same API beside it.
 */
final class DefaultMethod {
  private DefaultMethod() {}

  static void run(Context context) {
    StartMethod.setDefault(context.startMethod());
    System.out.println("the default: " + StartMethod.getDefault());
    try {
      StartMethod.setDefault(StartMethod.SPAWN);
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
    try (Pool byDefault = Context.ofDefault().pool().workers(1).build();
        Pool byContext = Context.of(StartMethod.SPAWN).pool().workers(1).build()) {
      System.out.println("by the default: " + byDefault.apply(DefaultMethod::square, 7));
      System.out.println("by a context: " + byContext.apply(DefaultMethod::square, 7));
    }
  }

  private static int square(int x) {
    return x * x;
  }
}
