package io.forkpool.bench.peers;

/** A peer is not on this machine: it is left out of the comparison, and the report says so. */
public final class MissingPeerException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what is missing
   */
  public MissingPeerException(String message) {
    super(message);
  }
}
