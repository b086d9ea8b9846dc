package io.forkpool.core;

import io.forkpool.SerializableCallable;

/**
 * Somebody's runnable, in a worker.
 *
 * @param <T> the type of its result
 * @param runnable the runnable; whether it can travel is found out when it is encoded
 * @param value what it is to return
 */
record RemoteRunnable<T>(Runnable runnable, T value) implements SerializableCallable<T> {
  @Override
  public T call() {
    runnable.run();
    return value;
  }
}
