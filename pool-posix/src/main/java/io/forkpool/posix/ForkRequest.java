package io.forkpool.posix;

import java.util.Objects;

/**
 * A child to be made, and what it runs.
 *
 * @param program runs in the child, on the forking thread; when it returns the child ends with exit
 *     code 0 as soon as its non-daemon threads have, when it throws, with 1 and the stack on stderr
 * @param options how the fork is made
 */
record ForkRequest(Program program, ForkOptions options) {

  /** What a forked child runs. */
  @FunctionalInterface
  interface Program {
    /** Runs in the child; what it throws ends the child. */
    void run() throws Exception;
  }

  ForkRequest {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(options, "options");
  }
}
