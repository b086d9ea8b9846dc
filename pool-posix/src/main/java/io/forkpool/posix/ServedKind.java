package io.forkpool.posix;

import io.forkpool.spi.ChildRole;
import java.util.Optional;

/**
 * What all children of a fork server have in common.
 *
 * @param warmUp what one that is made ahead does while it waits
 * @param errors where they write errors to
 * @param interrupt what they do at SIGINT; empty for what the server does, which is nothing
 */
record ServedKind(ForkRequest.Program warmUp, ErrorOutput errors, Optional<byte[]> interrupt) {

  /**
   * In a fork server: what suits its children.
   *
   * @param interrupt what this JVM did at SIGINT before it ignored that. At Ctrl-C, which reaches
   *     all processes at a terminal, workers leave to the application what it means. The user's own
   *     processes end, as they would if the application had started them itself
   */
  static ServedKind of(
      ChildRole role, ForkRequest.Program warmUp, byte[] interrupt, Native system) {
    return new ServedKind(
        warmUp,
        ErrorOutput.of(role, system),
        role == ChildRole.PROCESS ? Optional.of(interrupt) : Optional.empty());
  }

  /** In a child that has its order. */
  void begin(Native system) throws PosixException {
    if (interrupt.isPresent()) {
      system.restore(Native.SIGINT, interrupt.get());
    }
  }
}
