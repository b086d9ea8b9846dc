package io.forkpool;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * How a process ended. Immutable.
 *
 * <p>A JVM that receives SIGTERM, SIGINT or SIGHUP runs its shutdown hooks and exits with 128 plus
 * the signal's number, and {@link Process#exitValue()} reports a death by signal in the same way.
 * Where a start method learns of the end only by that number, codes from 129 to 159 are reported as
 * {@link Signaled}.
 */
public sealed interface ExitStatus extends Serializable {

  /**
   * The exit status as one number, as Python's {@code exitcode}: the code, or minus the signal.
   *
   * @return the number; empty if it is not known
   */
  OptionalInt exitCode();

  /**
   * Reads the exit value of a {@link Process}.
   *
   * @param exitValue what {@link Process#exitValue()} gives
   * @return the same as an exit status, never null
   */
  static ExitStatus ofExitValue(int exitValue) {
    return exitValue > 128 && exitValue < 160
        ? new Signaled(exitValue - 128)
        : new Exited(exitValue);
  }

  /**
   * The process ended by itself.
   *
   * @param code its exit code
   */
  record Exited(int code) implements ExitStatus {
    @Override
    public OptionalInt exitCode() {
      return OptionalInt.of(code);
    }

    @Override
    public String toString() {
      return "exit code " + code;
    }
  }

  /**
   * A signal ended the process.
   *
   * @param signal the signal's number, positive
   */
  record Signaled(int signal) implements ExitStatus {
    @Override
    public OptionalInt exitCode() {
      return OptionalInt.of(-signal);
    }

    @Override
    public String toString() {
      return "signal " + signal + SignalName.of(signal).map(name -> " (" + name + ")").orElse("");
    }
  }

  /** The process has gone, and nobody could learn how. */
  record Lost() implements ExitStatus {
    @Override
    public OptionalInt exitCode() {
      return OptionalInt.empty();
    }

    @Override
    public String toString() {
      return "unknown exit status";
    }
  }
}
