package io.forkpool.core.codec;

import io.forkpool.ClassFilter;
import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A codec session that heals: after a failure, which leaves a {@link TaskCodec.Session} in an
 * unknown state, the next use opens a new one. Whatever user code throws while it is encoded or
 * decoded comes out as a {@link TaskSerializationException}. Not thread-safe.
 */
public final class CodecSession {
  private final TaskCodec codec;
  private final ClassLoader loader;
  private final Optional<ClassFilter> filter;
  private TaskCodec.Session session;

  /**
   * Makes a session that opens when it is first used.
   *
   * @param codec the codec
   * @param loader what finds the classes of decoded values
   */
  public CodecSession(TaskCodec codec, ClassLoader loader) {
    this(codec, loader, Optional.empty());
  }

  /**
   * Makes a session that decodes only what a filter allows, and opens when it is first used.
   *
   * @param codec the codec
   * @param loader what finds the classes of decoded values
   * @param filter tells which classes are decoded; empty for all
   */
  public CodecSession(TaskCodec codec, ClassLoader loader, Optional<ClassFilter> filter) {
    this.codec = codec;
    this.loader = loader;
    this.filter = filter;
  }

  /**
   * Encodes a value.
   *
   * @param value the value, maybe null
   * @param out where its bytes go; must not throw of itself
   * @throws TaskSerializationException if it cannot travel
   */
  public void encode(Object value, OutputStream out) {
    TaskCodec.Session open = take();
    try {
      open.encode(value, out);
    } catch (TaskSerializationException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw refused("cannot be encoded", e);
    }
    session = open;
  }

  /**
   * Decodes a value from memory.
   *
   * @param bytes its bytes
   * @return the value, maybe null
   * @throws TaskSerializationException if the bytes cannot be decoded
   */
  public Object decode(byte[] bytes) {
    TaskCodec.Session open = take();
    Object value;
    try {
      value = open.decode(bytes, 0, bytes.length);
    } catch (TaskSerializationException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refused("cannot be decoded", e);
    }
    session = open;
    return value;
  }

  /**
   * Decodes a value that takes the next bytes of a channel.
   *
   * @param channel the channel
   * @param length how many bytes the value takes; they are read also when that fails
   * @return the value, maybe null
   * @throws TaskSerializationException if the bytes cannot be decoded
   * @throws IOException if the channel is broken
   */
  public Object decode(FrameChannel channel, int length) throws IOException {
    TaskCodec.Session open = take();
    Object value;
    try {
      value = channel.decode(open, length);
    } catch (TaskSerializationException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refused("cannot be decoded", e);
    }
    session = open;
    return value;
  }

  /** Takes the session out, so that a failure, or user code that comes back here, finds none. */
  private TaskCodec.Session take() {
    TaskCodec.Session open = session;
    session = null;
    if (open != null) {
      return open;
    }
    return filter.isPresent() ? codec.open(loader, filter.get()) : codec.open(loader);
  }

  private static TaskSerializationException refused(String what, Throwable cause) {
    return new TaskSerializationException("a value " + what + ": " + cause, null, null, cause);
  }
}
