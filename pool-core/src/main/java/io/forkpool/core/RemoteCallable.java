package io.forkpool.core;

import io.forkpool.SerializableCallable;
import java.util.concurrent.Callable;

/**
 * Somebody's callable, in a worker.
 *
 * @param <T> the type of its result
 * @param callable the callable; whether it can travel is found out when it is encoded
 */
record RemoteCallable<T>(Callable<T> callable) implements SerializableCallable<T> {
  @Override
  public T call() throws Exception {
    return callable.call();
  }
}
