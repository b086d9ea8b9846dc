package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.TaskSerializationException;
import io.forkpool.spi.TaskCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends values through one session and out of another, as between two processes. */
final class RoundTrip {
  private static final ClassLoader LOADER = RoundTrip.class.getClassLoader();

  private RoundTrip() {}

  static TaskCodec.Session session() {
    return new KryoCodec().open(LOADER);
  }

  static byte[] encode(TaskCodec.Session session, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      session.encode(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] encode(Object value) {
    return encode(session(), value);
  }

  static Object decode(byte[] bytes) {
    return session().decode(bytes, 0, bytes.length);
  }

  static Object decodeStream(byte[] bytes) {
    try {
      return session().decode(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The copy that arrives; the value goes twice through warm sessions, and once more as a stream.
   */
  @SuppressWarnings("unchecked")
  static <T> T of(T value) {
    TaskCodec.Session encoder = session();
    TaskCodec.Session decoder = session();
    byte[] first = encode(encoder, value);
    decoder.decode(first, 0, first.length);
    decodeStream(first);
    byte[] second = encode(encoder, value);
    return (T) decoder.decode(second, 0, second.length);
  }

  static TaskSerializationException refused(Object value) {
    return assertThrows(TaskSerializationException.class, () -> encode(value));
  }
}
