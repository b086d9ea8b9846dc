package io.forkpool.core.supervise;

import io.forkpool.core.dispatch.WorkerProcess;
import io.forkpool.spi.ChildHandle;
import java.util.List;

/**
 * A worker's process with those that descend from it: what its tasks have started.
 *
 * <p>Who descends from whom is only known while the parents live: so they are listed first, then
 * the worker is killed, which can start no more from then on, then they are, each with what it has
 * started since. What is not reached: a process whose own parent had ended before (a daemon), and
 * one that the worker starts in the moment between the listing and its death. Each is signalled by
 * its {@link ProcessHandle}, which compares start times: never another one with the same id.
 */
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
    List<ProcessHandle> below = descendants(worker.pid());
    worker.kill();
    for (ProcessHandle process : below) {
      List<ProcessHandle> more = process.descendants().toList();
      process.destroyForcibly();
      more.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> descendants(long pid) {
    return ProcessHandle.of(pid).map(worker -> worker.descendants().toList()).orElse(List.of());
  }
}
