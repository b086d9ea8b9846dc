package io.forkpool.spi;

import io.forkpool.ClassFilter;
import io.forkpool.HeldLockPolicy;
import io.forkpool.PoolListener;
import io.forkpool.QueueLimit;
import io.forkpool.SerializableRunnable;
import io.forkpool.StartMethod;
import io.forkpool.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user asked a pool to be; {@link io.forkpool.Pool.Builder} has checked the ranges.
 * Immutable.
 *
 * @param name the pool's name
 * @param workers how many workers it keeps, at least 1
 * @param startMethod how they come to be
 * @param initializer what each worker runs first
 * @param preload what is run before workers serve
 * @param maxTasksPerWorker after how many tasks a worker is replaced; 0 for never
 * @param policy when workers come and go otherwise
 * @param taskDefaults the options of calls that set none
 * @param jvmArgs further JVM flags of the workers
 * @param heldLocks what a fork does when other threads hold locks
 * @param startTimeout the longest that a worker may take to be ready
 * @param acceptedResults which classes are decoded of what workers send; empty for all
 * @param queueLimit how much may wait for a worker
 * @param listeners who is told of the workers' lives
 */
public record PoolSettings(
    String name,
    int workers,
    StartMethod startMethod,
    Optional<SerializableRunnable> initializer,
    Optional<SerializableRunnable> preload,
    int maxTasksPerWorker,
    WorkerPolicy policy,
    TaskOptions taskDefaults,
    List<String> jvmArgs,
    HeldLockPolicy heldLocks,
    Optional<Duration> startTimeout,
    Optional<ClassFilter> acceptedResults,
    Optional<QueueLimit> queueLimit,
    List<PoolListener> listeners) {

  /**
   * Copies the lists.
   *
   * @param name the pool's name
   * @param workers how many workers it keeps, at least 1
   * @param startMethod how they come to be
   * @param initializer what each worker runs first
   * @param preload what is run before workers serve
   * @param maxTasksPerWorker after how many tasks a worker is replaced; 0 for never
   * @param policy when workers come and go otherwise
   * @param taskDefaults the options of calls that set none
   * @param jvmArgs further JVM flags of the workers
   * @param heldLocks what a fork does when other threads hold locks
   * @param startTimeout the longest that a worker may take to be ready
   * @param acceptedResults which classes are decoded of what workers send; empty for all
   * @param queueLimit how much may wait for a worker
   * @param listeners who is told of the workers' lives
   */
  public PoolSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(startMethod, "startMethod");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(taskDefaults, "taskDefaults");
    Objects.requireNonNull(heldLocks, "heldLocks");
    jvmArgs = List.copyOf(jvmArgs);
    listeners = List.copyOf(listeners);
  }
}
