package io.forkpool;

import io.forkpool.spi.PipeProvider;

/** The one kind of context there is: a start method that is known to be usable. */
record FixedContext(StartMethod startMethod) implements Context {
  @Override
  public Pipe oneWayPipe() {
    return PipeProvider.get().newPipe(false);
  }

  @Override
  public Pipe pipe() {
    return PipeProvider.get().newPipe(true);
  }

  @Override
  public Pool.Builder pool() {
    return Pool.builder().startMethod(startMethod);
  }

  @Override
  public ChildProcess.Builder process(SerializableRunnable target) {
    return new ChildProcess.Builder(startMethod, target);
  }
}
