package io.forkpool;

import java.util.List;
import java.util.stream.Collectors;

/** A {@link Subprocess} could not be run, or did not do what was expected of it. */
public class SubprocessException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The program and its arguments. */
  private final String[] command;

  /**
   * Makes an exception.
   *
   * @param message what happened, and what to do about it
   * @param command the program and its arguments
   * @param cause why, or null
   */
  public SubprocessException(String message, List<String> command, Throwable cause) {
    super(message, cause);
    this.command = command.toArray(String[]::new);
  }

  /**
   * Tells which command it is.
   *
   * @return the program and its arguments; immutable
   */
  public List<String> command() {
    return List.of(command);
  }

  /** A command as one would type it: words that a shell would not take as they are, in quotes. */
  static String typed(List<String> command) {
    return command.stream()
        .map(
            word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
