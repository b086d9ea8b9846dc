package io.forkpool.posix;

import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRole;
import java.util.Optional;

/**
 * What all children of a fork server have in common.
 *
 * @param program what they run; this one is the server's own, and never run
 * @param errors where they write errors to
 * @param interrupt what they do at SIGINT; empty for what the server does, which is nothing
 * @param pace when some are made ahead
 */
record ServedKind(ChildProgram program, ErrorOutput errors, Optional<byte[]> interrupt, Pace pace) {

  /**
   * In a fork server: what suits its children.
   *
   * @param interrupt what this JVM did at SIGINT before it ignored that. At Ctrl-C, which reaches
   *     all processes at a terminal, workers leave to the application what it means. The user's own
   *     processes end, as they would if the application had started them itself
   */
  static ServedKind of(ChildRole role, ChildProgram program, byte[] interrupt, Native system) {
    return new ServedKind(
        program,
        ErrorOutput.of(role, system),
        role == ChildRole.PROCESS ? Optional.of(interrupt) : Optional.empty(),
        Pace.of(role));
  }

  /** In a child that has its order. */
  void begin(Native system) throws PosixException {
    if (interrupt.isPresent()) {
      system.restore(Native.SIGINT, interrupt.get());
    }
  }
}
