package io.forkpool.core.supervise;

import io.forkpool.core.dispatch.WorkerProcess;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.Descendants;

/** A worker's process with those that descend from it: what its tasks have started. */
record ProcessTree(ChildHandle worker) implements WorkerProcess {
  @Override
  public long pid() {
    return worker.pid();
  }

  @Override
  public void kill() {
    worker.kill();
  }

  @Override
  public void killTree() {
    Descendants below = Descendants.of(worker.pid());
    worker.kill();
    below.kill();
  }
}
