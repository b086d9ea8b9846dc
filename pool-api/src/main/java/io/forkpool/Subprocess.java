package io.forkpool;

import java.io.File;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An external command, in the sense of Python's {@code subprocess}: what to run and how. Immutable
 * and thread-safe, so it can be run again and again, and it travels to workers. No shell is
 * involved: each word is one argument.
 *
 * <pre>{@code
 * int exitCode = Subprocess.call("ls", "-l");                      // prints where this program does
 * String sorted = Subprocess.of("sort").communicate("b\na\n").text();
 * Subprocess.of("make", "all").withDirectory(project).withTimeout(Duration.ofMinutes(5))
 *     .run().requireSuccess();
 * }</pre>
 *
 * <p>{@link #run} and {@link #communicate} collect what the command writes, and read while they
 * write: no size of input or output makes them hang. A command that does not read its input is no
 * error. They return when the command has ended; what it wrote itself is complete then. Processes
 * that it leaves behind are neither ended nor waited for, even if they keep its output open.
 *
 * <p>A command that is over its time limit, or whose caller is interrupted, is killed, and so are
 * the processes that descend from it then; not one whose own parent has ended before (a daemon).
 */
public final class Subprocess implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> command;
  private final File directory;
  private final HashMap<String, String> environment;
  private final Duration timeout;
  private final boolean mergedErrors;
  private final String charset;

  private Subprocess(
      List<String> command,
      File directory,
      Map<String, String> environment,
      Duration timeout,
      boolean mergedErrors,
      String charset) {
    this.command = new ArrayList<>(command);
    this.directory = directory;
    this.environment = new HashMap<>(environment);
    this.timeout = timeout;
    this.mergedErrors = mergedErrors;
    this.charset = charset;
  }

  /**
   * Describes a command that runs in this program's directory with its environment, without a time
   * limit, and speaks UTF-8.
   *
   * @param command the program, by its path or to be found in {@code PATH}, and its arguments
   * @return the description; nothing is started yet
   * @throws IllegalArgumentException if there is no program's name, or a word contains a NUL
   */
  public static Subprocess of(String... command) {
    List<String> words = List.of(command);
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command needs the name of a program");
    }
    words.forEach(Subprocess::requireNoNul);
    return new Subprocess(words, null, Map.of(), null, false, "UTF-8");
  }

  /** The system's strings end there: what follows would be lost. */
  private static String requireNoNul(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "what goes to a command must not contain a NUL character: " + word.replace('\0', '?'));
    }
    return word;
  }

  /**
   * Runs a command with this program's stdin, stdout and stderr, and waits for its end.
   *
   * @param command the program and its arguments
   * @return its exit code; minus the signal's number if a signal ended it
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public static int call(String... command) throws InterruptedException {
    return of(command).call();
  }

  /**
   * Runs a command as {@link #call(String...)} does, and expects it to succeed.
   *
   * @param command the program and its arguments
   * @throws SubprocessFailedException if it ended otherwise than with exit code 0
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public static void checkCall(String... command) throws InterruptedException {
    of(command).checkCall();
  }

  /**
   * Sets the directory in which the command runs. A relative path of the program itself is looked
   * up from there, too, on most systems.
   *
   * @param path the directory
   * @return the same command, there
   */
  public Subprocess withDirectory(Path path) {
    return new Subprocess(command, path.toFile(), environment, timeout, mergedErrors, charset);
  }

  /**
   * Sets a variable of the command's environment, which is otherwise this program's.
   *
   * @param name the variable
   * @param value its value, or null to leave the variable out
   * @return the same command with that variable
   * @throws IllegalArgumentException if the name is empty or contains {@code =}, or either contains
   *     a NUL
   */
  public Subprocess withEnvironment(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("not the name of an environment variable: '" + name + "'");
    }
    Map<String, String> more = new HashMap<>(environment);
    more.put(requireNoNul(name), value == null ? null : requireNoNul(value));
    return new Subprocess(command, directory, more, timeout, mergedErrors, charset);
  }

  /**
   * Sets the longest that a run may take.
   *
   * @param limit the limit, positive
   * @return the same command with that limit
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public Subprocess withTimeout(Duration limit) {
    Durations.requirePositive("a time limit", limit);
    return new Subprocess(command, directory, environment, limit, mergedErrors, charset);
  }

  /**
   * Sends stderr where stdout goes: what is collected is in the order in which it was written.
   *
   * @return the same command with its errors among its output
   */
  public Subprocess withMergedErrors() {
    return new Subprocess(command, directory, environment, timeout, true, charset);
  }

  /**
   * Sets the encoding of text that goes to the command and comes from it.
   *
   * @param encoding the encoding; UTF-8 unless set
   * @return the same command with that encoding
   */
  public Subprocess withCharset(Charset encoding) {
    return new Subprocess(command, directory, environment, timeout, mergedErrors, encoding.name());
  }

  /**
   * Tells what is run.
   *
   * @return the program and its arguments; immutable
   */
  public List<String> command() {
    return List.copyOf(command);
  }

  /**
   * Runs the command with this program's stdin, stdout and stderr, and waits for its end.
   *
   * @return its exit code; minus the signal's number if a signal ended it
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started
   * @throws SubprocessTimeoutException if it took longer than its limit; it is killed
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public int call() throws InterruptedException {
    return start().await().status().exitCode().orElseThrow();
  }

  /**
   * Runs the command as {@link #call()} does, and expects it to succeed.
   *
   * @throws SubprocessFailedException if it ended otherwise than with exit code 0
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started
   * @throws SubprocessTimeoutException if it took longer than its limit; it is killed
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public void checkCall() throws InterruptedException {
    start().await().requireSuccess();
  }

  private SubprocessRun start() {
    ProcessBuilder inheriting = builder().inheritIO();
    return SubprocessRun.start(inheriting.redirectErrorStream(mergedErrors), timeout, charset);
  }

  /**
   * Runs the command with an empty stdin, and collects what it writes.
   *
   * @return how it ended and what it wrote
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started, or writes 2 GiB or more
   * @throws SubprocessTimeoutException if it took longer than its limit; it is killed
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public SubprocessResult run() throws InterruptedException {
    return communicate(new byte[0]);
  }

  /**
   * Runs the command, writes to its stdin, and collects what it writes.
   *
   * @param input what it reads, in the command's {@linkplain #withCharset encoding}
   * @return how it ended and what it wrote
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started, or writes 2 GiB or more
   * @throws SubprocessTimeoutException if it took longer than its limit; it is killed
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public SubprocessResult communicate(String input) throws InterruptedException {
    return communicate(input.getBytes(Charset.forName(charset)));
  }

  /**
   * Runs the command, writes to its stdin, and collects what it writes.
   *
   * @param input what it reads; not to be changed until this returns
   * @return how it ended and what it wrote
   * @throws CommandNotFoundException if there is no such program
   * @throws SubprocessException if it cannot be started, or writes 2 GiB or more
   * @throws SubprocessTimeoutException if it took longer than its limit; it is killed
   * @throws InterruptedException if the calling thread is interrupted; the command is killed
   */
  public SubprocessResult communicate(byte[] input) throws InterruptedException {
    Objects.requireNonNull(input, "input");
    ProcessBuilder piped = builder().redirectErrorStream(mergedErrors);
    return SubprocessRun.start(piped, timeout, charset).communicate(input);
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
    environment.forEach(
        (name, value) -> {
          if (value == null) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return builder;
  }

  /** Returns the command as one would type it. */
  @Override
  public String toString() {
    return SubprocessException.typed(command);
  }
}
