package io.forkpool;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a command ended, and what it wrote. Immutable but for its arrays, which are not copied;
 * equality is that of the arrays' contents.
 *
 * @param command the program and its arguments
 * @param status how it ended
 * @param output what it wrote to stdout; empty if that was this program's own
 * @param errors what it wrote to stderr; empty if that was this program's own, or merged
 * @param charset the name of the encoding of text
 */
public record SubprocessResult(
    List<String> command, ExitStatus status, byte[] output, byte[] errors, String charset)
    implements Serializable {
  private static final int MOST_LINES = 10;
  private static final int MOST_CHARACTERS = 2_000;

  /**
   * Checks that nothing is null.
   *
   * @param command the program and its arguments
   * @param status how it ended
   * @param output what it wrote to stdout
   * @param errors what it wrote to stderr
   * @param charset the name of the encoding of text
   */
  public SubprocessResult {
    command = List.copyOf(command);
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(errors, "errors");
    Objects.requireNonNull(charset, "charset");
  }

  /**
   * Tells the exit code as one number, as Python's {@code returncode}.
   *
   * @return the code; minus the signal's number if a signal ended the command
   */
  public int exitCode() {
    return status.exitCode().orElseThrow();
  }

  /**
   * Decodes the output.
   *
   * @return what the command wrote to stdout; bytes that are no text become U+FFFD
   */
  public String text() {
    return new String(output, Charset.forName(charset));
  }

  /**
   * Decodes the errors.
   *
   * @return what the command wrote to stderr; bytes that are no text become U+FFFD
   */
  public String errorText() {
    return new String(errors, Charset.forName(charset));
  }

  /**
   * Expects success.
   *
   * @return this
   * @throws SubprocessFailedException if the command ended otherwise than with exit code 0
   */
  public SubprocessResult requireSuccess() {
    if (!status.equals(new ExitStatus.Exited(0))) {
      throw new SubprocessFailedException(this);
    }
    return this;
  }

  /** The end of what it said, for a message: of stderr, or of stdout if that is empty. */
  String lastLines() {
    byte[] said = errors.length > 0 ? errors : output;
    byte[] end = Arrays.copyOfRange(said, Math.max(0, said.length - MOST_CHARACTERS), said.length);
    List<String> lines = new String(end, Charset.forName(charset)).strip().lines().toList();
    if (lines.isEmpty()) {
      return "";
    }
    return "; the last that it wrote: "
        + String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubprocessResult that
        && command.equals(that.command)
        && status.equals(that.status)
        && Arrays.equals(output, that.output)
        && Arrays.equals(errors, that.errors)
        && charset.equals(that.charset);
  }

  @Override
  public int hashCode() {
    return Objects.hash(command, status, Arrays.hashCode(output), Arrays.hashCode(errors), charset);
  }

  /** Returns the command and how it ended. */
  @Override
  public String toString() {
    return "%s: %s, %d bytes of output, %d of errors"
        .formatted(SubprocessException.typed(command), status, output.length, errors.length);
  }
}
