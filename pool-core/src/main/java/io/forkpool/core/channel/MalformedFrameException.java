package io.forkpool.core.channel;

import java.io.IOException;

/** The other side sent what no correct peer sends. The channel cannot be used any further. */
public final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was wrong with what came
   */
  public MalformedFrameException(String message) {
    super(message);
  }
}
