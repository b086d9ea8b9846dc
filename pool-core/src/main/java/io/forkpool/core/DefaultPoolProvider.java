package io.forkpool.core;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.WorkerLimits;
import io.forkpool.WorkerLimitsUnavailableException;
import io.forkpool.core.child.Nesting;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.supervise.ChildLimits;
import io.forkpool.spi.PoolProvider;
import io.forkpool.spi.PoolSettings;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.TaskCodec;
import io.forkpool.spi.WorkerLimiter;
import java.io.IOException;
import java.util.Optional;
import java.util.ServiceLoader;

/** Makes pools of the one engine there is. */
public final class DefaultPoolProvider implements PoolProvider {
  /** Public for {@link java.util.ServiceLoader}. */
  public DefaultPoolProvider() {}

  @Override
  public Pool newPool(PoolSettings settings) {
    settings
        .startMethod()
        .unavailabilityCause()
        .ifPresent(
            cause -> {
              throw new StartMethodUnavailableException(
                  settings.startMethod()
                      + " is unavailable: "
                      + cause
                      + "; usable here: "
                      + io.forkpool.StartMethod.available(),
                  null);
            });
    int depth = Nesting.next("a pool");
    StartMethodProvider method =
        StartMethodProvider.find(settings.startMethod().toString()).orElseThrow();
    WorkerFlags flags = WorkerFlags.of(settings, method);
    ChildLimits limits = limits(settings.policy().limits());
    Engine engine = new Engine(settings, method, flags, limits, codec(), depth);
    engine.start();
    return new DefaultPool(engine, settings.taskDefaults());
  }

  private static ChildLimits limits(WorkerLimits limits) {
    if (!limits.needKernel()) {
      return ChildLimits.NONE;
    }
    WorkerLimiter limiter =
        WorkerLimiter.find()
            .orElseThrow(
                () ->
                    new WorkerLimitsUnavailableException(
                        limits
                            + " needs pool-posix: put it on the class path, or limit only memory"));
    limiter
        .availability()
        .unavailabilityCause()
        .ifPresent(
            cause -> {
              throw new WorkerLimitsUnavailableException(limits + " cannot be set: " + cause);
            });
    try {
      limiter.check(limits);
    } catch (IOException e) {
      throw new PoolException("cannot find out whether " + limits + " is permitted", e);
    }
    return new ChildLimits(limits, Optional.of(limiter));
  }

  private static TaskCodec codec() {
    return ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
        .findFirst()
        .orElseGet(KryoCodec::new);
  }
}
