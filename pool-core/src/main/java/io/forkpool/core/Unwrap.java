package io.forkpool.core;

import io.forkpool.TaskFailedException;
import java.util.concurrent.ExecutionException;

/** Failures in the form that users of an executor service expect. */
final class Unwrap {
  private Unwrap() {}

  /** What the task threw; other failures stay as they are. */
  static Throwable thrown(Throwable failure) {
    return failure instanceof TaskFailedException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** An exception whose cause is what the task threw; other failures stay as they are. */
  static ExecutionException taskFailure(ExecutionException failure) {
    return failure.getCause() instanceof TaskFailedException failed
        ? new ExecutionException(failed.getMessage(), failed.getCause())
        : failure;
  }
}
