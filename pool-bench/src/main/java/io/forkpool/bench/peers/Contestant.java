package io.forkpool.bench.peers;

import java.io.Closeable;
import java.io.IOException;

/** Who is measured, again and again: forkpool, CPython, or the least that the machine can do. */
public interface Contestant extends Closeable {

  /** Makes it ready to be measured. */
  @FunctionalInterface
  interface Start {

    /**
     * Starts a contestant.
     *
     * @return the contestant
     * @throws MissingPeerException if it is not on this machine
     * @throws IOException if it cannot be started for another reason
     */
    Contestant start() throws MissingPeerException, IOException;
  }

  /**
   * Does one run.
   *
   * @return its value, in the contest's unit
   * @throws IOException if it ended, or said something else
   */
  double run() throws IOException;

  /** Lets go of what it has; of nothing, unless said otherwise. */
  @Override
  default void close() throws IOException {}
}
