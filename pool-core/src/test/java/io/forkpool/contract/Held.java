package io.forkpool.contract;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Holds what cannot travel to another process. */
@SuppressWarnings("serial") // the field is meant not to be serializable
final class Held implements Serializable {
  private static final long serialVersionUID = 1L;

  final ServerSocket socket;

  Held() {
    try {
      socket = new ServerSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int touch(int x) {
    return socket.isBound() ? -x : x;
  }
}
