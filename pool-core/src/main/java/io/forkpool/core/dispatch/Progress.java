package io.forkpool.core.dispatch;

/** Is told how far a batch is. Thread-safe; called without the dispatcher's lock. */
public interface Progress {

  /**
   * Results have come.
   *
   * @param done how many in all
   */
  void at(long done);

  /**
   * All results have come.
   *
   * @param completion what to run when that has been told
   */
  void complete(Runnable completion);

  /** The batch has failed: nothing more is told. */
  void stop();
}
