package io.forkpool.core.child;

import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.core.channel.TaskTerms;

/**
 * Calls the code of users, on the terms of its chunk, and tells what it threw apart from what this
 * code throws. For the thread that runs tasks.
 */
final class TaskRunner {
  /** Made when the first task has a limit. */
  private SoftLimit softLimit;

  /** What user code threw. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether its soft limit had interrupted it before. */
    final boolean interrupted;

    private Failed(Throwable cause, boolean interrupted) {
      super(null, cause, false, false);
      this.interrupted = interrupted;
    }
  }

  /** Runs a task: a function with its argument, or an argument that is itself what is called. */
  Object run(SerializableFunction<Object, Object> function, Object argument, TaskTerms terms)
      throws Failed {
    return terms.softLimitNanos() == 0
        ? call(function, argument)
        : callWithin(terms.softLimitNanos(), function, argument);
  }

  private static Object call(SerializableFunction<Object, Object> function, Object argument)
      throws Failed {
    try {
      return apply(function, argument);
    } catch (Throwable t) {
      throw new Failed(t, false);
    }
  }

  private Object callWithin(
      long nanos, SerializableFunction<Object, Object> function, Object argument) throws Failed {
    if (softLimit == null) {
      softLimit = new SoftLimit();
    }
    softLimit.begin(nanos);
    Object result;
    try {
      result = apply(function, argument);
    } catch (Throwable t) {
      throw new Failed(t, softLimit.end());
    }
    softLimit.end();
    return result;
  }

  private static Object apply(SerializableFunction<Object, Object> function, Object argument)
      throws Exception {
    return function == null
        ? ((SerializableCallable<?>) argument).call()
        : function.apply(argument);
  }
}
