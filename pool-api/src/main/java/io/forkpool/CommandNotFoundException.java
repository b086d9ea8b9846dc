package io.forkpool;

import java.util.List;

/** There is no such program. The message says where it was looked for, and what to do. */
public class CommandNotFoundException extends SubprocessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was looked for, and where
   * @param command the program and its arguments
   * @param cause what the system said
   */
  public CommandNotFoundException(String message, List<String> command, Throwable cause) {
    super(message, command, cause);
  }
}
