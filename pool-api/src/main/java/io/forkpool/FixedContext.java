package io.forkpool;

import io.forkpool.spi.PipeProvider;
import io.forkpool.spi.QueueProvider;
import io.forkpool.spi.SyncProvider;
import java.util.Objects;

/** The one kind of context there is: a start method that is known to be usable. */
record FixedContext(StartMethod startMethod) implements Context {
  @Override
  public ProcessBarrier barrier(int parties) {
    return newBarrier(parties, null);
  }

  @Override
  public ProcessBarrier barrier(int parties, SerializableRunnable action) {
    return newBarrier(parties, Objects.requireNonNull(action, "action"));
  }

  private static ProcessBarrier newBarrier(int parties, SerializableRunnable action) {
    if (parties < 1) {
      throw new IllegalArgumentException("a barrier is for at least 1 party, not " + parties);
    }
    return SyncProvider.get().newBarrier(parties, action);
  }

  @Override
  public ProcessSemaphore boundedSemaphore(int permits) {
    return newSemaphore(permits, true);
  }

  @Override
  public ProcessCondition condition() {
    return reentrantLock().newCondition();
  }

  @Override
  public ProcessEvent event() {
    return SyncProvider.get().newEvent();
  }

  @Override
  public ProcessLock lock() {
    return SyncProvider.get().newLock(false);
  }

  @Override
  public Pipe oneWayPipe() {
    return PipeProvider.get().newPipe(false);
  }

  @Override
  public Pipe pipe() {
    return PipeProvider.get().newPipe(true);
  }

  @Override
  public Pool.Builder pool() {
    return Pool.builder().startMethod(startMethod);
  }

  @Override
  public ChildProcess.Builder process(SerializableRunnable target) {
    return new ChildProcess.Builder(startMethod, target);
  }

  @Override
  public <T> ProcessQueue<T> queue() {
    return QueueProvider.get().newQueue(Integer.MAX_VALUE);
  }

  @Override
  public <T> ProcessQueue<T> queue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a queue's capacity must be at least 1, not " + capacity + "; queue() has no limit");
    }
    return QueueProvider.get().newQueue(capacity);
  }

  @Override
  public ProcessLock reentrantLock() {
    return SyncProvider.get().newLock(true);
  }

  @Override
  public ProcessSemaphore semaphore(int permits) {
    return newSemaphore(permits, false);
  }

  private static ProcessSemaphore newSemaphore(int permits, boolean bounded) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    return SyncProvider.get().newSemaphore(permits, bounded);
  }
}
