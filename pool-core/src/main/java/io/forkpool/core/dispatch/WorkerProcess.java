package io.forkpool.core.dispatch;

/** A worker's process, as far as the dispatcher is concerned. Thread-safe. */
public interface WorkerProcess {

  /**
   * Tells the process id.
   *
   * @return the process id
   */
  long pid();

  /** Ends the process at once. */
  void kill();

  /** Ends the process at once, and the processes that descend from it. */
  void killTree();
}
