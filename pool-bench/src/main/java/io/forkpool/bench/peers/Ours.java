package io.forkpool.bench.peers;

import io.forkpool.bench.measure.JavaCommand;
import java.io.IOException;

/** Starts forkpool's side: a JVM of its own, with the flags that a program would use. */
final class Ours {
  static final String NAME = "forkpool";

  private Ours() {}

  static Contestant start(Work work) throws MissingPeerException, IOException {
    String cause = work.method().unavailabilityCause().orElse(null);
    if (cause != null) {
      throw new MissingPeerException(cause);
    }
    String[] words = work.words().toArray(String[]::new);
    return LineProcess.start(JavaCommand.of(JavaCommand.nativeAccess(), PoolMain.class, words));
  }
}
