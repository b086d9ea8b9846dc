package io.forkpool.core.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerLostException;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The meters of a pool of real workers. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolMetricsTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private static Pool pool(String name) {
    return Pool.builder().name(name).workers(1).startMethod(StartMethod.SPAWN).build();
  }

  private double gauge(String name) {
    return registry.get(name).tag("name", "metered").tag("app", "test").gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tag("name", "metered").tags(tags).functionCounter().count();
  }

  @Test
  void metersTellWhatThePoolDoesAndGoWithIt() {
    Pool pool = pool("metered");
    try (pool) {
      new PoolMetrics(pool, Tags.of("app", "test")).bindTo(registry);
      List<Integer> inputs = IntStream.range(0, 100).boxed().toList();
      assertEquals(inputs, pool.map(x -> x, inputs));
      assertThrows(
          TaskFailedException.class,
          () ->
              pool.apply(
                  () -> {
                    throw new IllegalStateException("no");
                  }));
      assertThrows(
          WorkerLostException.class,
          () ->
              pool.apply(
                  () -> {
                    Runtime.getRuntime().halt(3);
                    return 0;
                  }));
      await().atMost(PROMPT).until(() -> gauge("executor.pool.size") == 1);
      assertEquals(102, counter("executor.completed"));
      assertEquals(2, counter("forkpool.tasks.failed"));
      assertEquals(0, counter("forkpool.tasks.retried"));
      assertEquals(1, counter("forkpool.workers.ended", "reason", "lost"));
      assertEquals(0, counter("forkpool.workers.ended", "reason", "tasks"));
      assertEquals(
          List.of(0.0, 0.0, 1.0, 0.0),
          List.of(
              gauge("executor.active"),
              gauge("executor.queued"),
              gauge("executor.pool.max"),
              gauge("forkpool.queued.bytes")));
      assertEquals(102, registry.get("executor").functionTimer().count());
      assertTrue(registry.get("executor").functionTimer().totalTime(TimeUnit.NANOSECONDS) > 0);
      assertEquals(102, registry.get("executor.idle").functionTimer().count());
      assertTrue(registry.get("executor.idle").functionTimer().totalTime(TimeUnit.NANOSECONDS) > 0);
      Timer startup = registry.get("forkpool.worker.startup").tag("start.method", "spawn").timer();
      await().atMost(PROMPT).until(() -> startup.count() == 2);
      assertTrue(startup.max(TimeUnit.MILLISECONDS) > 1);
    }
    assertTrue(pool.join(PROMPT));
    await().atMost(PROMPT).untilAsserted(() -> assertEquals(List.of(), registry.getMeters()));
  }

  @Test
  void closedBinderRemovesItsMetersOnly() {
    try (Pool one = pool("one");
        Pool other = pool("other")) {
      PoolMetrics metrics = new PoolMetrics(one);
      metrics.bindTo(registry);
      new PoolMetrics(other).bindTo(registry);
      int all = registry.getMeters().size();
      metrics.close();
      assertEquals(all / 2, registry.getMeters().size());
      registry.getMeters().forEach(m -> assertEquals("other", m.getId().getTag("name")));
      assertEquals(1, one.apply(() -> 1));
    }
  }
}
