package io.forkpool.core.metrics;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.PoolStats;
import io.forkpool.WorkerEnd;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Binds the meters of a pool to a registry, under the names that Micrometer has for executors where
 * there is one, each with the tag {@code name}, the pool's name:
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>meter</th><th>what it is</th></tr>
 *   <tr><td>{@code executor}</td><td>timer: tasks that have ended, and how long they ran</td></tr>
 *   <tr><td>{@code executor.idle}</td><td>timer: tasks that have begun, and how long they waited for
 *       a worker</td></tr>
 *   <tr><td>{@code executor.active}</td><td>gauge: workers that run tasks</td></tr>
 *   <tr><td>{@code executor.queued}</td><td>gauge: tasks that wait for a worker</td></tr>
 *   <tr><td>{@code executor.pool.size}</td><td>gauge: workers that are ready</td></tr>
 *   <tr><td>{@code executor.pool.max}</td><td>gauge: workers that there may be</td></tr>
 *   <tr><td>{@code executor.completed}</td><td>counter: tasks that have ended, also by failing</td>
 *       </tr>
 *   <tr><td>{@code forkpool.tasks.failed}, {@code forkpool.tasks.retried}</td><td>counters: tasks
 *       that failed, attempts that were followed by another</td></tr>
 *   <tr><td>{@code forkpool.queued.bytes}</td><td>gauge: what the waiting tasks take</td></tr>
 *   <tr><td>{@code forkpool.workers.ended}</td><td>counters by the tag {@code reason}, a {@link
 *       WorkerEnd} in small letters: workers that have ended</td></tr>
 *   <tr><td>{@code forkpool.worker.startup}</td><td>timer by the tag {@code start.method}: from the
 *       request for a process until it takes tasks, of workers that are ready after the meters were
 *       bound</td></tr>
 * </table>
 *
 * <p>Counts are those of {@link Pool#stats()}, read when the registry asks: the pool does nothing
 * for them. The two task timers have sums and counts, and no longest time. The meters are removed
 * when the pool has ended, or by {@link #close}. Two pools in one registry need names of their own.
 *
 * <pre>{@code
 * new PoolMetrics(pool).bindTo(registry);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PoolMetrics implements MeterBinder, AutoCloseable {
  private final Pool pool;
  private final Tags tags;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();

  /**
   * Makes a binder.
   *
   * @param pool whose meters to bind
   */
  public PoolMetrics(Pool pool) {
    this(pool, Tags.empty());
  }

  /**
   * Makes a binder.
   *
   * @param pool whose meters to bind
   * @param tags further tags of all its meters
   */
  public PoolMetrics(Pool pool, Iterable<Tag> tags) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.tags = Tags.of(tags).and("name", pool.name());
  }

  /**
   * Adds the meters to a registry, until the pool has ended.
   *
   * @param registry the registry
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Bound meters = new Bound(registry);
    meters.register();
    bound.add(meters);
    pool.addListener(meters);
  }

  /** Removes the meters from all registries. Does nothing to the pool. */
  @Override
  public void close() {
    for (Bound meters : bound) {
      pool.removeListener(meters);
      meters.remove();
    }
    bound.clear();
  }

  /** The meters in one registry. */
  private final class Bound implements PoolListener {
    private final MeterRegistry registry;
    private final List<Meter> meters = new CopyOnWriteArrayList<>();
    private final Timer startup;

    private Bound(MeterRegistry registry) {
      this.registry = registry;
      this.startup =
          Timer.builder("forkpool.worker.startup")
              .description("From the request for a worker process until it takes tasks")
              .tags(tags.and("start.method", pool.startMethod().toString()))
              .register(registry);
      meters.add(startup);
    }

    private void register() {
      timer(
          "executor",
          "Tasks that have ended, and how long they ran",
          stats -> stats.completedTasks() + stats.failedTasks(),
          PoolStats::runTime);
      timer(
          "executor.idle",
          "Tasks that have begun, and how long they waited for a worker",
          PoolStats::begunTasks,
          PoolStats::queueTime);
      gauge("executor.active", "workers", "Workers that run tasks", PoolStats::busyWorkers);
      gauge("executor.queued", "tasks", "Tasks that wait for a worker", PoolStats::queuedTasks);
      gauge(
          "executor.pool.size",
          "workers",
          "Workers that are ready",
          stats -> stats.idleWorkers() + stats.busyWorkers());
      gauge("executor.pool.max", "workers", "Workers that there may be", PoolStats::workers);
      gauge("forkpool.queued.bytes", "bytes", "What waiting tasks take", PoolStats::queuedBytes);
      counter(
          "executor.completed",
          "tasks",
          "Tasks that have ended, also by failing",
          tags,
          stats -> stats.completedTasks() + stats.failedTasks());
      counter("forkpool.tasks.failed", "tasks", "Tasks that failed", tags, PoolStats::failedTasks);
      counter(
          "forkpool.tasks.retried",
          "tasks",
          "Attempts that were followed by another",
          tags,
          PoolStats::retriedTasks);
      for (WorkerEnd reason : WorkerEnd.values()) {
        counter(
            "forkpool.workers.ended",
            "workers",
            "Workers that have ended",
            tags.and("reason", reason.name().toLowerCase(Locale.ROOT)),
            stats -> stats.endedWorkers().getOrDefault(reason, 0L));
      }
    }

    private void gauge(
        String name, String unit, String description, ToDoubleFunction<PoolStats> value) {
      meters.add(
          Gauge.builder(name, pool, source -> value.applyAsDouble(source.stats()))
              .description(description)
              .baseUnit(unit)
              .tags(tags)
              .register(registry));
    }

    private void counter(
        String name,
        String unit,
        String description,
        Tags itsTags,
        ToDoubleFunction<PoolStats> value) {
      meters.add(
          FunctionCounter.builder(name, pool, source -> value.applyAsDouble(source.stats()))
              .description(description)
              .baseUnit(unit)
              .tags(itsTags)
              .register(registry));
    }

    private void timer(
        String name,
        String description,
        ToLongFunction<PoolStats> count,
        Function<PoolStats, Duration> total) {
      meters.add(
          FunctionTimer.builder(
                  name,
                  pool,
                  source -> count.applyAsLong(source.stats()),
                  source -> total.apply(source.stats()).toNanos(),
                  TimeUnit.NANOSECONDS)
              .description(description)
              .tags(tags)
              .register(registry));
    }

    @Override
    public void workerReady(long pid, Duration time) {
      startup.record(time);
    }

    @Override
    public void poolEnded() {
      remove();
      bound.remove(this);
    }

    private void remove() {
      meters.forEach(registry::remove);
    }
  }
}
