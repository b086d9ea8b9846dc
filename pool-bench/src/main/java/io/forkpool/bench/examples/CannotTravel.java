package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.TaskSerializationException;
import java.io.Serializable;

/** An object that cannot travel to a worker: the message begins with what it is. */
final class CannotTravel {
  private CannotTravel() {}

  /** Looks harmless. */
  private static final class Account implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a thread is not: that is the point
    private final Thread owner = Thread.currentThread();
  }

  static void run(Context context) {
    try (Pool pool = context.pool().workers(1).build()) {
      try {
        pool.<Object, String>apply(CannotTravel::nameOf, new Account());
      } catch (TaskSerializationException e) {
        System.out.println("refused: " + e.getMessage());
      }
      System.out.println(
          "the pool goes on: " + pool.<Object, String>apply(CannotTravel::nameOf, 1.0f));
    }
  }

  private static String nameOf(Object object) {
    return object.getClass().getSimpleName();
  }
}
