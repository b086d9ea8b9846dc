package io.forkpool.core.supervise;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Closes what cannot be used any more, where a failure to close matters to nobody. */
final class Sockets {
  private Sockets() {}

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger("io.forkpool").log(Level.DEBUG, "closing a worker's connection", e);
    }
  }
}
