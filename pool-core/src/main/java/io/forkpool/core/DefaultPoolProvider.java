package io.forkpool.core;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.core.child.Nesting;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.PoolProvider;
import io.forkpool.spi.PoolSettings;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.TaskCodec;
import java.util.ServiceLoader;

/** Makes pools of the one engine there is. */
public final class DefaultPoolProvider implements PoolProvider {
  /** How deep pools may be nested: a pool whose tasks make pools would else fill the machine. */
  static final String MAX_DEPTH = "forkpool.maxDepth";

  private static final int DEFAULT_MAX_DEPTH = 3;

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
    int depth = Nesting.depth() + 1;
    int most = Integer.getInteger(MAX_DEPTH, DEFAULT_MAX_DEPTH);
    if (depth > most) {
      throw new PoolException(
          "a pool at depth "
              + depth
              + " of pools within pools; the limit is "
              + most
              + ", set by -D"
              + MAX_DEPTH);
    }
    StartMethodProvider method =
        StartMethodProvider.find(settings.startMethod().toString()).orElseThrow();
    if (method.sharesMemory() && !settings.jvmArgs().isEmpty()) {
      throw new IllegalArgumentException(
          settings.startMethod()
              + " copies this JVM, so its workers cannot have flags of their own: "
              + settings.jvmArgs()
              + "; leave them out, or use spawn");
    }
    Engine engine = new Engine(settings, method, codec(), depth);
    engine.start();
    return new DefaultPool(engine, settings.taskDefaults());
  }

  private static TaskCodec codec() {
    return ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
        .findFirst()
        .orElseGet(KryoCodec::new);
  }
}
