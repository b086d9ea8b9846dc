package io.forkpool.posix;

import java.io.IOException;

/** There is no child. The message says why, and what to do; the calling process is unchanged. */
public final class ForkException extends IOException {
  private static final long serialVersionUID = 1L;

  ForkException(String message) {
    super("fork failed: " + message);
  }

  ForkException(String message, Throwable cause) {
    super("fork failed: " + message, cause);
  }
}
