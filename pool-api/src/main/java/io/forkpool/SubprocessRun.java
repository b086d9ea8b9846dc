package io.forkpool;

import io.forkpool.spi.Descendants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a command, from its start to its end, on the thread of the caller.
 *
 * <p><b>Nothing here waits for a pipe.</b> A blocking read of a pipe ends when its last writer
 * closes it: a daemon that the command leaves behind may hold it for ever, and closing a pipe does
 * not wake who reads it. So this thread takes what {@link InputStream#available} says is there, and
 * waits for the process in between: 50 µs while data flows, up to 20 ms while there is none; the
 * end of the process, and an interrupt, wake it at once.
 *
 * <p><b>What the command wrote is complete.</b> All of it is in the pipe before the process has
 * ended. So a look at the pipe after the end has been seen shows the rest, and one look is enough:
 * what comes later is of others, and may never end.
 *
 * <p>The JDK's own thread takes what is left in a pipe, too, at the end of a process, and puts it
 * in the stream instead ({@code ProcessImpl.ProcessPipeInputStream.processExited}); each call of
 * the stream sees the one or the other.
 *
 * <p>Only writing can wait, so the input has a thread of its own ({@link SubprocessInput}).
 */
final class SubprocessRun {
  private static final long LEAST_PAUSE = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  /** A killed process is gone at once, unless the system itself hangs (a dead network disk). */
  private static final long DEATH_SECONDS = 10;

  private final ProcessBuilder command;
  private final Process process;
  private final Duration timeout;
  private final long start = System.nanoTime();
  private final String charset;
  private final Capture output;
  private final Capture errors;

  private SubprocessRun(ProcessBuilder command, Process process, Duration limit, String charset) {
    this.command = command;
    this.process = process;
    this.timeout = limit;
    this.charset = charset;
    this.output = new Capture("stdout", process.getInputStream());
    this.errors = new Capture("stderr", process.getErrorStream());
  }

  /** Starts a command; a limit of null is none. */
  static SubprocessRun start(ProcessBuilder command, Duration limit, String charset) {
    try {
      return new SubprocessRun(command, command.start(), limit, charset);
    } catch (IOException e) {
      throw SubprocessStartFailure.of(command, e);
    }
  }

  /** Waits for the end of a command that has the streams of this program. */
  SubprocessResult await() throws InterruptedException {
    boolean ended = false;
    try {
      long limit = timeout == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(timeout);
      ended = process.waitFor(limit, TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        kill();
      }
    }
    return result(ended);
  }

  /** Writes the input, collects the output, waits for the end. */
  SubprocessResult communicate(byte[] input) throws InterruptedException {
    SubprocessInput stdin = new SubprocessInput(process.getOutputStream(), input);
    boolean ended = false;
    try {
      stdin.begin();
      ended = collect();
    } finally {
      if (!ended) {
        kill();
      }
      stdin.join();
    }
    return result(ended);
  }

  private SubprocessResult result(boolean inTime) {
    SubprocessResult result =
        new SubprocessResult(
            command.command(),
            process.isAlive() ? new ExitStatus.Lost() : ExitStatus.ofExitValue(process.exitValue()),
            output.bytes.toByteArray(),
            errors.bytes.toByteArray(),
            charset);
    if (!inTime) {
      throw new SubprocessTimeoutException(timeout, result);
    }
    return result;
  }

  /** Tells whether the process has ended within its limit. */
  private boolean collect() throws InterruptedException {
    try (output;
        errors) {
      return collectToEnd();
    } catch (IOException e) {
      throw new SubprocessException(
          "what a command writes cannot be read: " + e.getMessage(), command.command(), e);
    }
  }

  private boolean collectToEnd() throws IOException, InterruptedException {
    long pause = LEAST_PAUSE;
    while (true) {
      boolean ended = !process.isAlive(); // before the look at the pipes
      boolean moved = output.take() | errors.take();
      if (ended) {
        return true;
      }
      if (isLate()) {
        return false;
      }
      pause = moved ? LEAST_PAUSE : Math.min(2 * pause, MOST_PAUSE);
      rest(pause);
    }
  }

  private boolean isLate() {
    return timeout != null && timeout.minusNanos(System.nanoTime() - start).isNegative();
  }

  private void rest(long nanos) throws InterruptedException {
    if (nanos < TimeUnit.MILLISECONDS.toNanos(1)) {
      LockSupport.parkNanos(nanos); // waitFor() rests no less than a millisecond
    } else {
      process.waitFor(nanos, TimeUnit.NANOSECONDS);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Kills the command and what descends from it, and sees it gone. By its handle: {@link
   * Process#destroyForcibly} also closes its stdin, which waits for a write that is under way.
   */
  private void kill() {
    Descendants below = Descendants.of(process.pid());
    process.toHandle().destroyForcibly();
    below.kill();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(DEATH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One stream of the command's, and what has come from it. */
  private final class Capture implements AutoCloseable {
    private final String name;
    private final InputStream stream;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[64 * 1024];

    private Capture(String name, InputStream stream) {
      this.name = name;
      this.stream = stream;
    }

    /** Takes what is there now; tells whether there was something. */
    boolean take() throws IOException {
      int there = stream.available();
      int left = there;
      while (left > 0) {
        int length = stream.read(buffer, 0, Math.min(left, buffer.length));
        if (length < 0) {
          return true;
        }
        if (bytes.size() > Integer.MAX_VALUE - 8 - length) {
          throw new SubprocessException(
              "the command %s has written 2 GiB to %s, more than an array can have, and was killed;"
                      .formatted(SubprocessException.typed(command.command()), name)
                  + " have it write to a file",
              command.command(),
              null);
        }
        bytes.write(buffer, 0, length);
        left -= length;
      }
      return there > 0;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
