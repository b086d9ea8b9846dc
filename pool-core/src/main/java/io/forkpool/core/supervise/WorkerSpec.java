package io.forkpool.core.supervise;

import io.forkpool.ClassFilter;
import io.forkpool.HeldLockPolicy;
import io.forkpool.core.child.WorkerSetup;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.TaskCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What all workers of a pool have in common.
 *
 * @param pool the pool's name
 * @param workers how many there are
 * @param startMethod what starts them
 * @param codec what they and the parent speak
 * @param poolDepth how many pools are above them
 * @param initializer what each runs first
 * @param preload what is run before that, by the start method
 * @param jvmArgs further flags of their JVMs
 * @param heldLocks what a fork does when other threads hold locks
 * @param maxMemory how many bytes each may keep; 0 for no limit
 * @param limits what the kernel lets each take
 * @param startTimeout the longest that they may take to be ready
 * @param acceptedResults which classes are decoded of what they send; empty for all
 */
public record WorkerSpec(
    String pool,
    int workers,
    StartMethodProvider startMethod,
    TaskCodec codec,
    int poolDepth,
    Optional<WorkerSetup.Initializer> initializer,
    Optional<ChildEntry> preload,
    List<String> jvmArgs,
    HeldLockPolicy heldLocks,
    long maxMemory,
    ChildLimits limits,
    Optional<Duration> startTimeout,
    Optional<ClassFilter> acceptedResults) {}
