package io.forkpool.core.outcome;

import io.forkpool.RemoteTaskException;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.TaskTimeoutException;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.codec.CodecSession;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;

/** Reads outcomes from a channel: the parent's side. Not thread-safe. */
public final class OutcomeReader {
  /** A worker that reports such an error asks to be replaced with the same answer. */
  private static final String MORE_MEMORY =
      "; its worker is replaced; a worker's heap is set by jvmArgs(\"-Xmx...\"), with fork by this"
          + " program's own -Xmx";

  private final FrameChannel channel;
  private final CodecSession codec;

  /**
   * Makes a reader.
   *
   * @param channel what the outcomes are read from
   * @param codec what decodes results and exceptions
   */
  public OutcomeReader(FrameChannel channel, CodecSession codec) {
    this.channel = channel;
    this.codec = codec;
  }

  /**
   * Reads the next outcome of a RESULT's body.
   *
   * @return how the task ended; a result that cannot be decoded is a failure of that task
   * @throws IOException if the channel is broken, or what came is no outcome
   */
  public Outcome read() throws IOException {
    int length = channel.readLength();
    if (length == 0) {
      throw new MalformedFrameException("the worker sent an outcome of no bytes");
    }
    OutcomeKind kind = OutcomeKind.ofCode(channel.readByte());
    if (kind == null) {
      throw new MalformedFrameException("the worker sent an outcome of no known kind");
    }
    return switch (kind) {
      case VALUE -> value(length - 1);
      case FAILURE -> failed(text(length - 1));
      case NOT_SERIALIZABLE -> refused(text(length - 1));
      case INTERRUPTED -> interrupted(text(length - 1));
    };
  }

  private Outcome value(int length) throws IOException {
    try {
      return new Outcome.Value(codec.decode(channel, length));
    } catch (TaskSerializationException e) {
      return new Outcome.Failure(
          new TaskSerializationException(
              "a result cannot be decoded here: " + e.getMessage(),
              e.className(),
              e.fieldPath(),
              e));
    } catch (OutOfMemoryError e) {
      return new Outcome.Failure(
          new TaskSerializationException(
              "a result of "
                  + length
                  + " bytes does not fit into this JVM's heap; give it more by -Xmx, or return less",
              null,
              null,
              e));
    }
  }

  private DataInputStream text(int length) throws IOException {
    return new DataInputStream(new ByteArrayInputStream(channel.readBytes(length)));
  }

  private Outcome failed(DataInputStream in) throws IOException {
    FailureText text = FailureText.read(in);
    Throwable cause = original(in.readAllBytes(), text);
    String more = OutOfMemoryError.class.getName().equals(text.className()) ? MORE_MEMORY : "";
    String message = "a task threw " + text.line() + more;
    return new Outcome.Failure(new TaskFailedException(message, cause));
  }

  private Outcome interrupted(DataInputStream in) throws IOException {
    Duration limit = Duration.ofNanos(in.readLong());
    FailureText text = FailureText.read(in);
    return new Outcome.Failure(
        new TaskTimeoutException(
            "the task was interrupted at its soft limit of " + limit + ", and threw " + text.line(),
            TaskTimeoutException.Kind.SOFT,
            limit,
            original(in.readAllBytes(), text)));
  }

  /**
   * The exception itself where it can be had, with the stack it had in the worker; else its words.
   */
  private Throwable original(byte[] encoded, FailureText text) {
    if (encoded.length > 0) {
      try {
        if (codec.decode(encoded) instanceof Throwable thrown) {
          return thrown;
        }
      } catch (TaskSerializationException | OutOfMemoryError e) {
        RemoteTaskException standIn = standIn(text);
        standIn.addSuppressed(e);
        return standIn;
      }
    }
    return standIn(text);
  }

  private static RemoteTaskException standIn(FailureText text) {
    return new RemoteTaskException(
        String.valueOf(text.className()), text.message(), String.valueOf(text.detail()));
  }

  private static Outcome refused(DataInputStream in) throws IOException {
    FailureText text = FailureText.read(in);
    return new Outcome.Failure(
        new TaskSerializationException(
            String.valueOf(text.message()), text.className(), text.detail(), null));
  }
}
