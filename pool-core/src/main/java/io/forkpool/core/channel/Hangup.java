package io.forkpool.core.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** The other side has gone: EPIPE and ECONNRESET say what the end of a stream does. */
final class Hangup {
  private Hangup() {}

  /** What to throw when a socket fails: only a channel that this side has closed is no hang-up. */
  static IOException of(IOException failure) {
    return failure instanceof ClosedChannelException
        ? failure
        : (EOFException) new EOFException("the other side has gone: " + failure).initCause(failure);
  }
}
