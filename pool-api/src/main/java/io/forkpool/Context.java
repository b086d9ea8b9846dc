package io.forkpool;

/**
 * The library with one start method fixed: what it makes uses that method, whatever the default is.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * try (Pool pool = Context.of(StartMethod.SPAWN).pool().workers(2).build()) { ... }
 * }</pre>
 */
public interface Context {

  /**
   * Gives the context of a start method.
   *
   * @param method the start method
   * @return its context
   * @throws StartMethodUnavailableException if the method cannot be used here; the message says
   *     why, and what can
   */
  static Context of(StartMethod method) {
    method.requireAvailable();
    return new FixedContext(method);
  }

  /**
   * Gives the context of the {@linkplain StartMethod#getDefault() default start method}.
   *
   * @return its context
   */
  static Context ofDefault() {
    return of(StartMethod.getDefault());
  }

  /**
   * Tells which start method this context uses.
   *
   * @return the start method, never null
   */
  StartMethod startMethod();

  /**
   * Makes a barrier without an action.
   *
   * @param parties how many threads have to come
   * @return a new barrier, which belongs to this process
   * @throws IllegalArgumentException if {@code parties} is less than 1
   */
  ProcessBarrier barrier(int parties);

  /**
   * Makes a barrier.
   *
   * @param parties how many threads have to come
   * @param action run by the last to come, in its process, before all go on
   * @return a new barrier, which belongs to this process
   * @throws IllegalArgumentException if {@code parties} is less than 1
   */
  ProcessBarrier barrier(int parties, SerializableRunnable action);

  /**
   * Makes a semaphore that never has more permits than in the beginning.
   *
   * @param permits how many it has
   * @return a new semaphore, which belongs to this process
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  ProcessSemaphore boundedSemaphore(int permits);

  /**
   * Makes a condition, together with a re-entrant lock of its own.
   *
   * @return a new condition, which belongs to this process
   */
  ProcessCondition condition();

  /**
   * Makes an event.
   *
   * @return a new event, which is not set, and belongs to this process
   */
  ProcessEvent event();

  /**
   * Makes a lock that its holder cannot take again.
   *
   * @return a new lock, which belongs to this process
   */
  ProcessLock lock();

  /**
   * Makes a pipe of one direction: its {@linkplain Pipe#first() first} end receives what its
   * {@linkplain Pipe#second() second} sends.
   *
   * @return a new pipe, which belongs to this process
   */
  Pipe oneWayPipe();

  /**
   * Makes a pipe whose ends both send and receive.
   *
   * @return a new pipe, which belongs to this process
   */
  Pipe pipe();

  /**
   * Starts the description of a pool of this context's start method.
   *
   * @return a new builder
   */
  Pool.Builder pool();

  /**
   * Starts the description of a process of this context's start method.
   *
   * @param target what the process runs, not null
   * @return a new builder
   */
  ChildProcess.Builder process(SerializableRunnable target);

  /**
   * Makes a queue between processes, without a limit of items.
   *
   * @param <T> the type of the items
   * @return a new queue, which this process keeps until it ends
   */
  <T> ProcessQueue<T> queue();

  /**
   * Makes a queue between processes that is full at a number of items.
   *
   * @param <T> the type of the items
   * @param capacity how many items there is room for
   * @return a new queue, which this process keeps until it ends
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  <T> ProcessQueue<T> queue(int capacity);

  /**
   * Makes a lock that its holder may take again.
   *
   * @return a new lock, which belongs to this process
   */
  ProcessLock reentrantLock();

  /**
   * Makes a semaphore.
   *
   * @param permits how many it has
   * @return a new semaphore, which belongs to this process
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  ProcessSemaphore semaphore(int permits);

  /**
   * Makes an array of bytes in shared memory, all zero: {@link SharedByteArray#create}.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   */
  default SharedByteArray sharedByteArray(long length) {
    return SharedByteArray.create(length);
  }

  /**
   * Makes a variable in shared memory: {@link SharedDouble#create}.
   *
   * @param value its first value
   * @return the new variable; to be closed
   */
  default SharedDouble sharedDouble(double value) {
    return SharedDouble.create(value);
  }

  /**
   * Makes an array of {@code double} in shared memory, all zero: {@link SharedDoubleArray#create}.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   */
  default SharedDoubleArray sharedDoubleArray(long length) {
    return SharedDoubleArray.create(length);
  }

  /**
   * Makes an array of {@code int} in shared memory, all zero: {@link SharedIntArray#create}.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   */
  default SharedIntArray sharedIntArray(long length) {
    return SharedIntArray.create(length);
  }

  /**
   * Makes a variable in shared memory: {@link SharedLong#create}.
   *
   * @param value its first value
   * @return the new variable; to be closed
   */
  default SharedLong sharedLong(long value) {
    return SharedLong.create(value);
  }

  /**
   * Makes an array of {@code long} in shared memory, all zero: {@link SharedLongArray#create}.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   */
  default SharedLongArray sharedLongArray(long length) {
    return SharedLongArray.create(length);
  }

  /**
   * Makes memory that processes share: {@link SharedMemory#create(long)}. As all that is shared in
   * memory, it belongs to nobody: it lives until the last process that uses it lets go of it.
   *
   * @param bytes how much, at least 1
   * @return the new block; to be closed
   */
  default SharedMemory sharedMemory(long bytes) {
    return SharedMemory.create(bytes);
  }

  /**
   * Makes memory that other processes open by its name: {@link SharedMemory#create(String, long)}.
   *
   * @param name its name
   * @param bytes how much, at least 1
   * @return the new block; to be closed
   */
  default SharedMemory sharedMemory(String name, long bytes) {
    return SharedMemory.create(name, bytes);
  }
}
