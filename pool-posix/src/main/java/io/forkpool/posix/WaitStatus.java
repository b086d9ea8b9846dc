package io.forkpool.posix;

import io.forkpool.ExitStatus;

/** The status that {@code waitpid(2)} gives, as the macros of {@code wait(2)} read it. */
final class WaitStatus {
  private WaitStatus() {}

  /** A JVM that ends by SIGTERM exits with 143: that is its signal, as for every start method. */
  static ExitStatus decode(int status) {
    int signal = status & 0x7f;
    return signal == 0
        ? ExitStatus.ofExitValue(status >> 8 & 0xff)
        : new ExitStatus.Signaled(signal);
  }
}
