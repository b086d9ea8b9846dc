package io.forkpool.core;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.PoolStats;
import io.forkpool.SerializableBiFunction;
import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.StartMethod;
import io.forkpool.TaskOptions;
import io.forkpool.WorkerDump;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.child.Spread;
import io.forkpool.core.dispatch.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A view of an engine with the options of its calls. Checks arguments; the work is done elsewhere.
 */
final class DefaultPool implements Pool {
  private static final Duration DUMP_LIMIT = Duration.ofSeconds(5);

  private final Engine engine;
  private final TaskOptions options;
  private final CallOptions callOptions;
  private final Calls calls;

  DefaultPool(Engine engine, TaskOptions options) {
    this.engine = engine;
    this.options = options;
    this.callOptions = CallOptions.of(options);
    this.calls = new Calls(engine, callOptions, options.progress());
  }

  @Override
  public <R> R apply(SerializableCallable<R> task) {
    Objects.requireNonNull(task, "task");
    return calls.apply(null, engine.encoder().item(task, true));
  }

  @Override
  public <A, R> R apply(SerializableFunction<? super A, ? extends R> fn, A arg) {
    Objects.requireNonNull(fn, "fn");
    Encoder encoder = engine.encoder();
    return calls.apply(encoder.item(fn, true), encoder.item(arg, true));
  }

  @Override
  public <R> CompletableFuture<R> applyAsync(SerializableCallable<R> task) {
    Objects.requireNonNull(task, "task");
    return calls.<R>submit(null, engine.encoder().item(task, false)).future();
  }

  @Override
  public <A, R> CompletableFuture<R> applyAsync(
      SerializableFunction<? super A, ? extends R> fn, A arg) {
    Objects.requireNonNull(fn, "fn");
    Encoder encoder = engine.encoder();
    return calls.<R>submit(encoder.item(fn, false), encoder.item(arg, false)).future();
  }

  @Override
  public <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
    return calls.map(function(fn), Objects.requireNonNull(inputs, "inputs"));
  }

  @Override
  public <A, R> List<R> map(
      SerializableFunction<? super A, ? extends R> fn,
      Iterable<? extends A> inputs,
      int chunkSize) {
    return new DefaultPool(engine, options.withChunkSize(chunkSize)).map(fn, inputs);
  }

  @Override
  public <A, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
    return calls.mapAsync(function(fn), Objects.requireNonNull(inputs, "inputs"));
  }

  @Override
  public <A, B, R> List<R> starmap(
      SerializableBiFunction<? super A, ? super B, ? extends R> fn,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> inputs) {
    Objects.requireNonNull(fn, "fn");
    Objects.requireNonNull(inputs, "inputs");
    return map(new Spread<>(fn), Pairs.of(inputs));
  }

  @Override
  public <A, R> Stream<R> imap(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
    return stream(fn, inputs, true);
  }

  @Override
  public <A, R> Stream<R> imapUnordered(
      SerializableFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
    return stream(fn, inputs, false);
  }

  private <A, R> Stream<R> stream(
      SerializableFunction<? super A, ? extends R> fn,
      Iterable<? extends A> inputs,
      boolean ordered) {
    engine.prepare(callOptions);
    StreamFeed<R> feed =
        new StreamFeed<>(
            engine, function(fn), Objects.requireNonNull(inputs, "inputs"), callOptions, ordered);
    return StreamSupport.stream(feed, false).onClose(feed::close);
  }

  private Payload function(SerializableFunction<?, ?> fn) {
    return engine.encoder().item(Objects.requireNonNull(fn, "fn"), false);
  }

  @Override
  public Pool with(TaskOptions chosen) {
    return new DefaultPool(engine, chosen.withDefaults(engine.settings().taskDefaults()));
  }

  @Override
  public ExecutorService asExecutorService() {
    return new PoolExecutorService(this, engine, calls);
  }

  @Override
  public int workers() {
    return engine.settings().workers();
  }

  @Override
  public String name() {
    return engine.settings().name();
  }

  @Override
  public void addListener(PoolListener listener) {
    engine.addListener(Objects.requireNonNull(listener, "listener"));
  }

  @Override
  public boolean removeListener(PoolListener listener) {
    return engine.removeListener(listener);
  }

  @Override
  public StartMethod startMethod() {
    return engine.settings().startMethod();
  }

  @Override
  public PoolStats stats() {
    return engine.stats();
  }

  @Override
  public List<WorkerDump> dumpWorkers() {
    return dumpWorkers(DUMP_LIMIT);
  }

  @Override
  public List<WorkerDump> dumpWorkers(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    return engine.dumpWorkers(limit);
  }

  @Override
  public List<Long> workerPids() {
    return List.copyOf(engine.dispatcher().snapshot().pids());
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public void join() {
    engine.join(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Override
  public boolean join(Duration timeout) {
    return engine.join(timeout);
  }

  @Override
  public void terminate() {
    engine.terminate();
  }

  @Override
  public String toString() {
    return "pool " + engine.settings().name() + " by " + startMethod() + ", " + stats();
  }
}
