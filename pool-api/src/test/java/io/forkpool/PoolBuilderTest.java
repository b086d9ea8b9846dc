package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolBuilderTest {
  private final Pool.Builder builder = Pool.builder();

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void poolWithoutWorkersIsRefused(int workers) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> builder.workers(workers));
    assertTrue(refused.getMessage().contains(Integer.toString(workers)), refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Pool.create(workers));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void workerWithoutTasksIsRefused(int maxTasks) {
    assertThrows(IllegalArgumentException.class, () -> builder.maxTasksPerWorker(maxTasks));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void workerWithoutMemoryIsRefused(long bytes) {
    assertThrows(IllegalArgumentException.class, () -> builder.maxWorkerMemory(bytes));
  }

  @Test
  void lessThanNoWorkerIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> builder.minWorkers(-1));
  }

  @Test
  void moreWorkersAtTheLeastThanAtTheMostAreRefused() {
    builder.startMethod(StartMethod.SPAWN).workers(2).minWorkers(3);
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(
        refused.getMessage().contains("minWorkers(3) is more than workers(2)"),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void blankNameIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> builder.name(name));
  }

  @Test
  void limitThatIsNotPositiveIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> builder.taskTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.taskTimeout(Duration.ofMillis(-1)));
    assertThrows(IllegalArgumentException.class, () -> builder.maxWorkerAge(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.idleTimeout(Duration.ZERO));
  }

  @Test
  void nullIsRefusedWhereItIsPassed() {
    assertThrows(NullPointerException.class, () -> builder.startMethod(null));
    assertThrows(NullPointerException.class, () -> builder.name(null));
    assertThrows(NullPointerException.class, () -> builder.initializer(null));
    assertThrows(NullPointerException.class, () -> builder.preload(null));
    assertThrows(NullPointerException.class, () -> builder.taskTimeout(null));
    assertThrows(NullPointerException.class, () -> builder.taskDefaults(null));
    assertThrows(NullPointerException.class, () -> builder.maxWorkerAge(null));
    assertThrows(NullPointerException.class, () -> builder.idleTimeout(null));
    assertThrows(NullPointerException.class, () -> builder.workerLimits(null));
    assertThrows(NullPointerException.class, () -> builder.listener(null));
    assertThrows(NullPointerException.class, () -> builder.jvmArgs("-Xmx64m", null));
  }

  @Test
  void everySettingReturnsTheBuilder() {
    assertSame(builder, builder.workers(1).name("x").maxTasksPerWorker(1).jvmArgs());
    assertSame(builder, builder.taskTimeout(Duration.ofDays(1)).startMethod(StartMethod.SPAWN));
    assertSame(builder, builder.taskDefaults(TaskOptions.defaults()));
    assertSame(builder, builder.initializer(() -> {}).preload(() -> {}));
    assertSame(builder, builder.listener(new PoolListener() {}).minWorkers(0));
    assertSame(builder, builder.maxWorkerAge(Duration.ofHours(1)).maxWorkerMemory(1));
    assertSame(builder, builder.idleTimeout(Duration.ofHours(1)));
    assertSame(builder, builder.workerLimits(WorkerLimits.none()));
  }

  @Test
  void missingEngineIsNamed() {
    builder.startMethod(StartMethod.SPAWN);
    PoolException refused = assertThrows(PoolException.class, builder::build);
    assertTrue(refused.getMessage().contains("pool-core"), refused.getMessage());
  }
}
