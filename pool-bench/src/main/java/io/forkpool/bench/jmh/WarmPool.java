package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.StartedPool;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pool whose workers are up, for what is measured after the start. */
@State(Scope.Thread)
public class WarmPool {
  /** How workers come to be. */
  @Param("forkserver")
  public String startMethod;

  /** How many workers, and threads to compare with. */
  @Param("2")
  public int workers;

  private StartedPool started;

  /** Starts the pool. */
  @Setup(Level.Trial)
  public void start() {
    started = StartedPool.start(StartMethod.of(startMethod), workers);
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void close() {
    started.close();
  }

  Pool pool() {
    return started.pool();
  }
}
