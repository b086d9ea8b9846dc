package io.forkpool;

import io.forkpool.spi.PoolProvider;
import io.forkpool.spi.PoolSettings;
import io.forkpool.spi.WorkerPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * Worker processes that run tasks: {@code pool.map(fn, inputs)} over child JVMs.
 *
 * <pre>{@code
 * try (Pool pool = Pool.create(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));   // [1, 4, 9]
 * }
 * }</pre>
 *
 * <p>Functions, arguments and results travel as copies. What cannot travel is refused with a {@link
 * TaskSerializationException} on the calling thread, before anything is sent. A task that throws
 * fails with a {@link TaskFailedException}; one whose worker dies with a {@link
 * WorkerLostException}: only what that worker had begun fails, and the worker is replaced at once.
 * The asynchronous methods complete their futures with the same exceptions.
 *
 * <p>Every method may be called by any number of threads at once. A thread that is interrupted
 * while it waits in a blocking method stops waiting: it gets a {@link PoolException} whose cause is
 * an {@link InterruptedException}, its interrupt status is set, and what had not begun of its call
 * is dropped. Functions that depend on a future of this class run on threads of the pool, never on
 * one that serves a worker, so they may block.
 *
 * <p>After {@link #close()} or {@link #terminate()} every method that submits throws {@link
 * java.util.concurrent.RejectedExecutionException}. A pool that is never closed neither keeps the
 * JVM alive nor leaves a process behind.
 */
public interface Pool extends AutoCloseable {

  /**
   * Makes a pool of the {@linkplain StartMethod#getDefault() default start method} with one worker
   * for each available processor.
   *
   * @return a new pool
   */
  static Pool create() {
    return builder().build();
  }

  /**
   * Makes a pool of the {@linkplain StartMethod#getDefault() default start method}.
   *
   * @param workers how many worker processes, at least 1
   * @return a new pool
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  static Pool create(int workers) {
    return builder().workers(workers).build();
  }

  /**
   * Starts the description of a pool.
   *
   * @return a new builder with every setting at its default
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Runs a task in a worker and waits for its result.
   *
   * @param <R> the type of the result
   * @param task the task; it and what it captures travel as copies
   * @return what the task returned, maybe null
   * @throws TaskSerializationException if the task cannot travel, or its result cannot
   * @throws TaskFailedException if the task threw; the cause is what it threw
   * @throws WorkerLostException if the worker died while it ran the task
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <R> R apply(SerializableCallable<R> task);

  /**
   * Applies a function to one argument in a worker and waits for the result.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param fn the function
   * @param arg its argument, maybe null
   * @return what the function returned, maybe null
   * @throws TaskSerializationException if the function, the argument or the result cannot travel
   * @throws TaskFailedException if the function threw; the cause is what it threw
   * @throws WorkerLostException if the worker died while it ran the task
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <A, R> R apply(SerializableFunction<? super A, ? extends R> fn, A arg);

  /**
   * Hands a task to the workers and returns at once.
   *
   * @param <R> the type of the result
   * @param task the task
   * @return a future of the result; cancelling it drops the task if it has not begun, and {@code
   *     cancel(true)} stops it if it has, by killing its worker with what the task has started
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <R> CompletableFuture<R> applyAsync(SerializableCallable<R> task);

  /**
   * Hands a function and its argument to the workers and returns at once.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param fn the function
   * @param arg its argument, maybe null
   * @return a future of the result; cancelling it drops the task if it has not begun, and {@code
   *     cancel(true)} stops it if it has, by killing its worker with what the task has started
   * @throws TaskSerializationException if the function or the argument cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <A, R> CompletableFuture<R> applyAsync(SerializableFunction<? super A, ? extends R> fn, A arg);

  /**
   * Applies a function to every input and waits for the results. The inputs travel in chunks whose
   * size follows the measured duration of the tasks, and shrinks towards the end.
   *
   * <p>The function is decoded once per worker and call; state that it captured and changes is
   * therefore kept between the tasks of one call in one worker.
   *
   * @param <A> the type of the inputs
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the inputs; iterated once, by the calling thread, not ahead of the workers by
   *     more than a bounded amount
   * @return the results in the order of the inputs; never null, immutable in size, may hold nulls
   * @throws TaskSerializationException if the function, an input or a result cannot travel
   * @throws TaskFailedException if the function threw for an input: the first such failure that was
   *     seen; inputs that had not begun by then are dropped
   * @throws WorkerLostException if a worker died while it ran some of the tasks
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <A, R> List<R> map(SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs);

  /**
   * Like {@link #map(SerializableFunction, Iterable)} with chunks of exactly the given size (the
   * last may be smaller).
   *
   * @param <A> the type of the inputs
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the inputs
   * @param chunkSize how many inputs travel together, at least 1
   * @return the results in the order of the inputs
   * @throws IllegalArgumentException if {@code chunkSize} is less than 1
   */
  <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, int chunkSize);

  /**
   * Like {@link #map(SerializableFunction, Iterable)}, but returns when the inputs have been
   * iterated and encoded, and does not wait for the results.
   *
   * @param <A> the type of the inputs
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the inputs; iterated once, by the calling thread, all of them before this returns
   * @return a future of the results in the order of the inputs; cancelling it drops what has not
   *     begun, and {@code cancel(true)} stops what has, by killing the workers
   * @throws TaskSerializationException if the function or an input cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <A, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs);

  /**
   * Like {@link #map(SerializableFunction, Iterable)} for functions of two arguments.
   *
   * @param <A> the type of the first arguments
   * @param <B> the type of the second arguments
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the pairs of arguments: key first, value second
   * @return the results in the order of the inputs
   */
  <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> fn,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> inputs);

  /**
   * Applies a function to every input, lazily: results come in the order of the inputs, and inputs
   * are pulled only as fast as results are consumed, a bounded number ahead. The input may be
   * endless.
   *
   * <p>The stream is sequential. Where an input or a result fails, the results before it are
   * delivered first; then the stream throws what {@code map} would throw. A closed pool still
   * completes a stream over a {@link java.util.Collection}; from any other input no further
   * elements are pulled after {@code close}, and the stream then throws {@link
   * java.util.concurrent.RejectedExecutionException} where it would need one. A stream that is not
   * consumed to its end holds up nothing; closing it drops what has not begun.
   *
   * @param <A> the type of the inputs
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the inputs; iterated by the thread that consumes the stream
   * @return the results as they are asked for; for one thread at a time
   * @throws TaskSerializationException if the function cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or {@linkplain
   *     Builder#queueLimit full}
   */
  <A, R> Stream<R> imap(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs);

  /**
   * Like {@link #imap}, but results come in the order in which they are ready.
   *
   * @param <A> the type of the inputs
   * @param <R> the type of the results
   * @param fn the function
   * @param inputs the inputs; iterated by the thread that consumes the stream
   * @return the results as they are ready; for one thread at a time
   */
  <A, R> Stream<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs);

  /**
   * Gives a view of this pool whose calls have other options. The view shares everything else with
   * this pool: its workers, its queue and its end. What the options leave open is as {@link
   * Builder#taskDefaults} says, also where this pool is a view itself.
   *
   * @param options the options of the calls made through the view
   * @return a view of this pool
   * @throws IllegalArgumentException if with the pool's defaults the soft limit is not below the
   *     hard one
   */
  Pool with(TaskOptions options);

  /**
   * Gives this pool as an {@link ExecutorService}. Tasks passed to it must be able to travel: a
   * lambda is, with a cast such as {@code (Callable<R> & Serializable)}, or where the parameter's
   * type is one of this package's. Others are refused with a {@link TaskSerializationException} on
   * the thread that brings them. {@code cancel(true)} of its futures stops a running task by
   * killing its worker; {@code cancel(false)} only drops a task that has not begun. Shutting the
   * service down closes this pool.
   *
   * <p>It may be passed to {@link CompletableFuture#supplyAsync(java.util.function.Supplier,
   * java.util.concurrent.Executor)} and to the {@code ...Async} methods of stages: the function
   * runs in a worker, with copies of the values that it takes, and its future completes here. The
   * function must be {@link java.io.Serializable}, and what it captured, too. {@code supplyAsync}
   * throws if it is not; a later stage completes with the {@link TaskSerializationException}. It
   * may be passed to {@link java.util.concurrent.ExecutorCompletionService}, too.
   *
   * <p>{@link ExecutorService#shutdownNow} returns what no worker has begun, in order: the futures
   * that {@code submit} gave, or what was passed to {@code execute}. Each may be run by any thread
   * or executor; until then, or until it is cancelled, its future does not end, as with the JDK's
   * executors. Tasks of {@code invokeAll} and {@code invokeAny} are not returned, but cancelled.
   *
   * @return a view of this pool
   */
  ExecutorService asExecutorService();

  /**
   * Tells how many worker processes this pool keeps; at the most, where it may have fewer.
   *
   * @return the number, at least 1
   */
  int workers();

  /**
   * Tells what this pool is called.
   *
   * @return the name, which need not be unique
   */
  String name();

  /**
   * Adds a listener, as {@link Builder#listener} does before the pool is built. It is told what
   * happens from now on; if the pool has ended already, that.
   *
   * @param listener what is told
   */
  void addListener(PoolListener listener);

  /**
   * Removes a listener. A call to it that has begun may still go on.
   *
   * @param listener the listener
   * @return whether it was one of this pool's
   */
  boolean removeListener(PoolListener listener);

  /**
   * Tells how this pool's workers come to be.
   *
   * @return the start method, never null
   */
  StartMethod startMethod();

  /**
   * Tells what this pool does at the moment.
   *
   * @return a consistent snapshot, never null
   */
  PoolStats stats();

  /**
   * Asks all workers for the Java stacks of their threads, with the locks that they hold and wait
   * for: what to look at when a pool does not get on. Waits up to 5 seconds for the answers. See
   * {@link #dumpWorkers(Duration)}.
   *
   * @return an answer for each worker that has connected to this JVM
   * @throws PoolException if the thread is interrupted while it waits
   */
  List<WorkerDump> dumpWorkers();

  /**
   * Asks all workers for the Java stacks of their threads, with a limit of its own. Workers answer
   * on a thread that no task can hold up, also while they run the initializer. One that cannot
   * answer, since it is stopped by a signal or its JVM hangs, has the reason in place of its
   * stacks; the others' answers are there. Virtual threads are not shown unless they are mounted on
   * a platform thread.
   *
   * @param limit how long to wait for answers at the most
   * @return an answer for each worker that has connected to this JVM; immutable
   * @throws PoolException if the thread is interrupted while it waits
   */
  List<WorkerDump> dumpWorkers(Duration limit);

  /**
   * Tells the process ids of the workers that are up at the moment.
   *
   * @return the process ids; immutable, without those that are just being started
   */
  List<Long> workerPids();

  /**
   * Takes no new tasks. What was submitted completes, then the workers end. Does not wait: {@link
   * #join()} does. The JVM is kept alive until then, and until functions that depend on the pool's
   * futures have run. A second call does nothing.
   */
  @Override
  void close();

  /**
   * Waits until every worker has gone and every future of this pool is done. What depends on those
   * futures may still run. Called by such a function, or by a listener of this pool, it waits for
   * the workers only.
   *
   * @throws IllegalStateException if neither {@link #close()} nor {@link #terminate()} was called
   *     before
   */
  void join();

  /**
   * Waits until every worker has gone and every future of this pool is done, but not for ever.
   *
   * @param timeout how long to wait at the most
   * @return whether they have, and are
   * @throws IllegalStateException if neither {@link #close()} nor {@link #terminate()} was called
   *     before
   */
  boolean join(Duration timeout);

  /**
   * Stops the workers now. Whatever has not completed fails with {@link
   * java.util.concurrent.CancellationException}. Does not wait: {@link #join()} does.
   */
  void terminate();

  /** Describes a pool. Not thread-safe. */
  final class Builder {
    private int workers = Runtime.getRuntime().availableProcessors();
    private StartMethod startMethod;
    private String name = "forkpool";
    private SerializableRunnable initializer;
    private SerializableRunnable preload;
    private HeldLockPolicy heldLocks = HeldLockPolicy.WARN;
    private QueueLimit queueLimit;
    private int maxTasksPerWorker;
    private TaskOptions taskDefaults = TaskOptions.defaults();
    private int minWorkers = -1;
    private Duration idleTimeout;
    private Duration maxWorkerAge;
    private OptionalLong maxWorkerMemory = OptionalLong.empty();
    private WorkerLimits workerLimits = WorkerLimits.none();
    private Duration startTimeout;
    private ClassFilter acceptedResults;
    private final List<String> jvmArgs = new ArrayList<>();
    private final List<PoolListener> listeners = new ArrayList<>();

    private Builder() {}

    /**
     * Sets how many worker processes the pool keeps; at the most, where {@link #minWorkers(int)} or
     * {@link #idleTimeout} let it have fewer. Default: one for each available processor.
     *
     * @param workers the number, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code workers} is less than 1
     */
    public Builder workers(int workers) {
      if (workers < 1) {
        throw new IllegalArgumentException("a pool needs at least 1 worker, not " + workers);
      }
      this.workers = workers;
      return this;
    }

    /**
     * Sets how the workers come to be. Default: {@link StartMethod#getDefault()} when the pool is
     * built.
     *
     * @param startMethod the start method
     * @return this builder
     */
    public Builder startMethod(StartMethod startMethod) {
      this.startMethod = Objects.requireNonNull(startMethod, "startMethod");
      return this;
    }

    /**
     * Sets the pool's name, which its threads, messages and metrics carry. Default: {@code
     * forkpool}.
     *
     * @param name the name, not blank
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public Builder name(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a pool's name must not be blank");
      }
      this.name = name;
      return this;
    }

    /**
     * Sets what each worker runs once, before its first task. If it throws, the pool is broken:
     * every call fails with a {@link WorkerInitializationException} that has the cause.
     *
     * @param initializer the action; it is encoded by {@link #build()} unless the start method
     *     shares memory
     * @return this builder
     */
    public Builder initializer(SerializableRunnable initializer) {
      this.initializer = Objects.requireNonNull(initializer, "initializer");
      return this;
    }

    /**
     * Sets how many tasks a worker runs before it is replaced by a fresh one. Default: no limit.
     *
     * @param maxTasks the number, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code maxTasks} is less than 1
     */
    public Builder maxTasksPerWorker(int maxTasks) {
      if (maxTasks < 1) {
        throw new IllegalArgumentException(
            "a worker must be allowed at least 1 task, not " + maxTasks);
      }
      this.maxTasksPerWorker = maxTasks;
      return this;
    }

    /**
     * Sets at which age a worker is replaced by a fresh one: when it has finished what it has
     * begun, idle or not. So that workers which began together are not all replaced at once, some
     * are a little earlier, by a fortieth of the age at the most. Default: no limit.
     *
     * @param age the age since the worker was ready, positive
     * @return this builder
     * @throws IllegalArgumentException if {@code age} is not positive
     */
    public Builder maxWorkerAge(Duration age) {
      this.maxWorkerAge = Durations.requirePositive("a worker's greatest age", age);
      return this;
    }

    /**
     * Sets how much memory a worker may keep before it is replaced by a fresh one. A worker looks
     * after a chunk of tasks, ten times a second at the most; if it is found to take more it
     * collects garbage, and if that does not help it finishes what it has begun and is replaced.
     * What counts is the memory that it has for itself: heap, native memory and the JVM's own
     * together, without what it shares with other processes (on systems other than Linux: what its
     * heap holds). A limit that a fresh worker exceeds replaces it after each chunk. This is no
     * limit of what a task can take: {@link WorkerLimits#withMemory} is. Default: no limit.
     *
     * @param bytes the number of bytes, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public Builder maxWorkerMemory(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException(
            "a worker must be allowed at least 1 byte of memory, not " + bytes);
      }
      this.maxWorkerMemory = OptionalLong.of(bytes);
      return this;
    }

    /**
     * Limits what each worker may take from the machine: its heap, its share of the processors,
     * open files. Default: {@linkplain WorkerLimits#none nothing is limited}.
     *
     * @param limits the limits
     * @return this builder
     */
    public Builder workerLimits(WorkerLimits limits) {
      this.workerLimits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Sets how many workers the pool has even if there is nothing to do. The pool begins with that
     * many; while tasks wait and no worker is idle it starts further ones, up to {@link
     * #workers(int)}; with an {@link #idleTimeout} those leave again. Default: all of them, or none
     * with an idle time-out.
     *
     * @param minWorkers the number, at least 0; with 0 the first call waits for the first worker
     * @return this builder
     * @throws IllegalArgumentException if {@code minWorkers} is negative; {@link #build} throws it
     *     if that is more than {@link #workers(int)}
     */
    public Builder minWorkers(int minWorkers) {
      if (minWorkers < 0) {
        throw new IllegalArgumentException("a pool cannot have less than 0 workers: " + minWorkers);
      }
      this.minWorkers = minWorkers;
      return this;
    }

    /**
     * Sets how long a worker waits for a task before it leaves, as long as there are more than
     * {@link #minWorkers(int)}. Default: for ever.
     *
     * @param timeout the time, positive
     * @return this builder
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public Builder idleTimeout(Duration timeout) {
      this.idleTimeout = Durations.requirePositive("an idle time-out", timeout);
      return this;
    }

    /**
     * Adds JVM flags for the workers, after those they have from this JVM, so that they win. {@code
     * fork} has no use for them: it refuses a pool that sets any.
     *
     * @param args the flags, for instance {@code -Xmx256m}
     * @return this builder
     */
    public Builder jvmArgs(String... args) {
      jvmArgs.addAll(List.of(args));
      return this;
    }

    /**
     * Sets what is run before workers serve: load classes, warm code up, read data. {@code
     * forkserver} runs it once, in the server whose copies the workers are; the other start methods
     * run it in each worker, before the initializer.
     *
     * @param preload the action
     * @return this builder
     */
    public Builder preload(SerializableRunnable preload) {
      this.preload = Objects.requireNonNull(preload, "preload");
      return this;
    }

    /**
     * Sets the longest that a task may run, for calls that do not set their own ({@link
     * TaskOptions#withTimeout}). A worker whose task runs longer is killed, and the task fails with
     * {@link TaskTimeoutException}. Default: no limit.
     *
     * @param timeout the limit for each task, positive
     * @return this builder
     * @throws IllegalArgumentException if {@code timeout} is not positive, or not above the soft
     *     limit of {@link #taskDefaults}
     */
    public Builder taskTimeout(Duration timeout) {
      this.taskDefaults = taskDefaults.withTimeout(timeout);
      return this;
    }

    /**
     * Sets options for calls that do not set their own: limits, retries, a chunk size. What is not
     * set in them stays as it was: {@link #taskTimeout} is the same as their timeout.
     *
     * @param options the options of every call that is not made through a view, and of what a view
     *     leaves open
     * @return this builder
     * @throws IllegalArgumentException if with what was set before the soft limit is not below the
     *     hard one
     */
    public Builder taskDefaults(TaskOptions options) {
      this.taskDefaults = options.withDefaults(taskDefaults);
      return this;
    }

    /**
     * Sets what {@code fork} does when other threads of this program hold locks: goes on with a
     * warning, which is the default, or makes no worker. The other start methods copy no locks.
     *
     * @param policy what to do
     * @return this builder
     */
    public Builder forkWithHeldLocks(HeldLockPolicy policy) {
      this.heldLocks = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets how long a worker may take from the start of its process until its initializer has run.
     * One that takes longer is killed and started again; after the third in a row the pool is
     * broken, as by an initializer that throws. Default: no limit, since an initializer may
     * legitimately take long; {@link Pool#terminate()} ends one that hangs.
     *
     * @param timeout the limit, positive
     * @return this builder
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public Builder startTimeout(Duration timeout) {
      this.startTimeout = Durations.requirePositive("the limit of a start", timeout);
      return this;
    }

    /**
     * Sets which classes are decoded of what workers send: results, and exceptions with all that
     * they hold. A result with an object of another class fails its task with a {@link
     * TaskSerializationException} that names the class; an exception comes as a {@link
     * RemoteTaskException} that has its words. The pool goes on. Null, boxes, strings, arrays of
     * primitives and the common collections and value types of {@code java.util} and {@code
     * java.time} are always decoded, and so is what each exception is made of. Default: all.
     *
     * @param filter tells which classes
     * @return this builder
     */
    public Builder acceptResults(ClassFilter filter) {
      this.acceptedResults = Objects.requireNonNull(filter, "filter");
      return this;
    }

    /**
     * Limits what waits for a worker. Default: no limit, but for a {@code map} or {@code imap},
     * which take no more inputs than a bounded number ahead in any case.
     *
     * <p>Single tasks (of {@code apply}, {@code applyAsync} and the executor view) and {@code
     * mapAsync} wait for room or are refused, as the limit says. With {@link
     * QueueLimit.WhenFull#REJECT} a {@code mapAsync} is refused as a whole if its inputs do not
     * fit. A {@code map} or {@code imap} is refused only before it begins; once it has begun its
     * caller waits for room, whatever the limit says.
     *
     * <p>Any thread may wait, also one of the pool's own that runs a function that depends on a
     * future: room is made by workers, who wait for no such thread.
     *
     * @param limit how much may wait, and what happens to who brings more
     * @return this builder
     */
    public Builder queueLimit(QueueLimit limit) {
      this.queueLimit = Objects.requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener what is told of the workers' lives
     * @return this builder
     */
    public Builder listener(PoolListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Makes the pool and begins to start its workers; does not wait for them.
     *
     * @return a new pool
     * @throws IllegalArgumentException if settings are against each other, or limits of the workers
     *     are not permitted here
     * @throws StartMethodUnavailableException if the start method cannot be used here
     * @throws WorkerLimitsUnavailableException if the workers' limits cannot be set here
     * @throws TaskSerializationException if the initializer or preload action cannot travel
     */
    public Pool build() {
      StartMethod method = startMethod != null ? startMethod : StartMethod.getDefault();
      PoolSettings settings =
          new PoolSettings(
              name,
              workers,
              method,
              Optional.ofNullable(initializer),
              Optional.ofNullable(preload),
              maxTasksPerWorker,
              policy(),
              taskDefaults,
              jvmArgs,
              heldLocks,
              Optional.ofNullable(startTimeout),
              Optional.ofNullable(acceptedResults),
              Optional.ofNullable(queueLimit),
              listeners);
      return PoolProvider.get().newPool(settings);
    }

    private WorkerPolicy policy() {
      if (minWorkers > workers) {
        throw new IllegalArgumentException(
            "minWorkers(" + minWorkers + ") is more than workers(" + workers + ")");
      }
      int ofItself = idleTimeout == null ? workers : 0;
      return new WorkerPolicy(
          minWorkers < 0 ? ofItself : minWorkers,
          Optional.ofNullable(idleTimeout),
          Optional.ofNullable(maxWorkerAge),
          maxWorkerMemory,
          workerLimits);
    }
  }
}
