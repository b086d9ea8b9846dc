package io.forkpool.core;

import io.forkpool.PoolException;
import io.forkpool.PoolListener;
import io.forkpool.PoolStats;
import io.forkpool.SerializableRunnable;
import io.forkpool.WorkerDump;
import io.forkpool.core.child.Nesting;
import io.forkpool.core.child.Preload;
import io.forkpool.core.child.WorkerSetup.Initializer;
import io.forkpool.core.dispatch.Call;
import io.forkpool.core.dispatch.CallOptions;
import io.forkpool.core.dispatch.Completions;
import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Staffing;
import io.forkpool.core.dispatch.TaskFuture;
import io.forkpool.core.dispatch.Ticker;
import io.forkpool.core.supervise.ChildLimits;
import io.forkpool.core.supervise.Crew;
import io.forkpool.core.supervise.TimeLimits;
import io.forkpool.core.supervise.WorkerSpec;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.PoolSettings;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.TaskCodec;
import io.forkpool.spi.WorkerPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the views of one pool share: its dispatcher, its workers, its threads. Owns all of them;
 * {@link #close} or {@link #terminate} ends them. Thread-safe.
 */
final class Engine {
  private final PoolSettings settings;
  private final Encoder encoder;
  private final Callbacks callbacks;
  private final Completions completions = new Completions();
  private final Dispatcher dispatcher;
  private final Listeners listeners;
  private final TaskSums sums;
  private final Crew crew;
  private final TimeLimits timeLimits;
  private final OpenStreams streams = new OpenStreams();
  private final int depth;

  /** Whether a user has closed or terminated this pool. */
  private volatile boolean closed;

  Engine(
      PoolSettings settings,
      StartMethodProvider method,
      WorkerFlags flags,
      ChildLimits limits,
      TaskCodec codec,
      int depth) {
    this.settings = settings;
    this.depth = depth;
    this.encoder = new Encoder(codec);
    // At once, not when the first answer is there, if the codec cannot.
    settings.acceptedResults().ifPresent(filter -> codec.open(null, filter));
    WorkerSpec spec = spec(method, flags, limits, codec);
    this.callbacks = new Callbacks(settings.name());
    this.dispatcher =
        new Dispatcher(
            staffing(settings),
            settings.queueLimit(),
            Ticker.SYSTEM,
            this::keepTime,
            this::workersNotNeeded);
    this.timeLimits = new TimeLimits(settings.name(), dispatcher, Ticker.SYSTEM);
    this.listeners = new Listeners(settings.listeners(), callbacks);
    this.sums = new TaskSums(dispatcher, listeners, callbacks);
    sums.listenersChanged();
    this.crew = new Crew(spec, dispatcher, listeners, Ticker.SYSTEM);
  }

  private static Staffing staffing(PoolSettings settings) {
    WorkerPolicy policy = settings.policy();
    return new Staffing(
        policy.minWorkers(),
        settings.workers(),
        policy.idleTimeout().map(Engine::nanos).orElse(0L),
        settings.maxTasksPerWorker(),
        policy.maxAge().map(Engine::nanos).orElse(0L));
  }

  private WorkerSpec spec(
      StartMethodProvider method, WorkerFlags flags, ChildLimits limits, TaskCodec codec) {
    boolean live = method.sharesMemory();
    String codecClass = codec.getClass().getName();
    Optional<Initializer> initializer =
        settings
            .initializer()
            .map(
                action ->
                    live
                        ? new Initializer.Live(action)
                        : new Initializer.Encoded(encoder.bytes(action)));
    Optional<ChildEntry> preload =
        settings.preload().map(action -> live ? liveEntry(action) : namedEntry(codecClass, action));
    return new WorkerSpec(
        settings.name(),
        settings.workers(),
        method,
        codec,
        depth,
        initializer,
        preload,
        flags.all(),
        settings.heldLocks(),
        settings.policy().maxMemory().orElse(0),
        limits,
        settings.startTimeout(),
        settings.acceptedResults());
  }

  private static ChildEntry liveEntry(SerializableRunnable action) {
    return new ChildEntry.Live(argument -> action.run());
  }

  private ChildEntry namedEntry(String codecClass, SerializableRunnable action) {
    return new ChildEntry.Named(
        Preload.class.getName(), Preload.argument(codecClass, encoder.bytes(action)));
  }

  void start() {
    crew.start();
  }

  private void keepTime() {
    timeLimits.wake();
  }

  private void workersNotNeeded() {
    crew.stop();
    timeLimits.stop();
  }

  PoolSettings settings() {
    return settings;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Encoder encoder() {
    return encoder;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  /** The future of a call, for users: it is completed on the callback threads. */
  <T> TaskFuture<T> newFuture() {
    return new TaskFuture<>(callbacks, completions);
  }

  OpenStreams streams() {
    return streams;
  }

  /** A duration in nanoseconds; the longest there is for one that is longer. */
  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * To be called before a call with these options is made.
   *
   * @throws IllegalStateException in a worker that is a copy of the process this pool belongs to:
   *     the threads that serve it are not there
   */
  void prepare(CallOptions options) {
    if (Nesting.depth() >= depth) {
      throw new IllegalStateException(
          "this pool belongs to the process that this worker was forked from; make one of its own");
    }
    timeLimits.require(options.timeoutNanos());
  }

  void addListener(PoolListener listener) {
    listeners.add(listener);
    sums.listenersChanged();
  }

  boolean removeListener(PoolListener listener) {
    boolean removed = listeners.remove(listener);
    sums.listenersChanged();
    return removed;
  }

  PoolStats stats() {
    return Stats.of(settings.workers(), dispatcher.snapshot(), crew.starting());
  }

  List<WorkerDump> dumpWorkers(Duration limit) {
    try {
      return crew.dump(nanos(limit));
    } catch (InterruptedException e) {
      throw interrupted("for the workers' stacks", e);
    }
  }

  void close() {
    closed = true;
    if (!dispatcher.close()) {
      return;
    }
    streams.cutOff();
    // Not a daemon: it keeps the JVM alive until what was submitted is done.
    new Thread(this::finish, settings.name() + "-closing").start();
  }

  private void finish() {
    try {
      streams.publishRest();
    } finally {
      dispatcher.release();
    }
    try {
      crew.awaitEnd(Long.MAX_VALUE);
      completions.awaitTold(); // else the JVM may end before a result was told
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  void terminate() {
    closed = true;
    dispatcher.terminate();
  }

  /**
   * Terminates, but leaves single tasks that no worker has begun unfinished.
   *
   * @param kept which calls are not to fail
   * @return those of them that no worker has begun
   */
  List<Call> terminateExcept(Predicate<Call> kept) {
    closed = true;
    return dispatcher.terminate(kept);
  }

  /** Whether the pool was closed, every worker has gone, and every future is done. */
  boolean hasEnded() {
    return closed && crew.hasEnded() && completions.allDone();
  }

  boolean isClosed() {
    return closed;
  }

  /** A callback does not wait for futures: one of them may be done only after it. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    return crew.awaitEnd(nanos)
        && (callbacks.runCurrentThread() || completions.awaitDone(deadline - System.nanoTime()));
  }

  boolean join(Duration timeout) {
    if (!closed) {
      throw new IllegalStateException("a pool is to be closed or terminated before it is joined");
    }
    try {
      return awaitEnd(nanos(timeout));
    } catch (InterruptedException e) {
      throw interrupted("for the workers to end", e);
    }
  }

  /** What a thread gets that was interrupted while it waited. */
  static PoolException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new PoolException("interrupted while waiting " + what, cause);
  }
}
