package io.forkpool.spi;

import io.forkpool.ClassFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns values into bytes and back. Registered for {@link java.util.ServiceLoader}; both ends of a
 * pool use the same version of the same codec. Thread-safe; its sessions are not.
 */
public interface TaskCodec {

  /**
   * The codec's name.
   *
   * @return the name, for instance {@code kryo}
   */
  String name();

  /**
   * Opens a session.
   *
   * @param loader what finds the classes of values that are decoded
   * @return a new session
   */
  Session open(ClassLoader loader);

  /**
   * Opens a session that decodes no class that a filter does not allow.
   *
   * @param loader what finds the classes of values that are decoded
   * @param filter is asked before a class that the bytes name is loaded
   * @return a new session
   * @throws UnsupportedOperationException if this codec cannot do so, which is the default
   */
  default Session open(ClassLoader loader, ClassFilter filter) {
    throw new UnsupportedOperationException(
        "the codec " + name() + " cannot leave classes out that workers send");
  }

  /**
   * Encodes and decodes values one after the other; each by itself, nothing is shared between them.
   * Not thread-safe. After any exception a session is in an unknown state: it must not be used
   * again.
   */
  interface Session {

    /**
     * Encodes a value.
     *
     * @param value the value, maybe null
     * @param out where its bytes go
     * @throws IOException what {@code out} throws
     * @throws io.forkpool.TaskSerializationException if the value cannot travel
     */
    void encode(Object value, OutputStream out) throws IOException;

    /**
     * Decodes a value from memory.
     *
     * @param source holds the value's bytes; the value must not refer to it, since it is used for
     *     other bytes afterwards
     * @param offset where they begin
     * @param length how many they are
     * @return the value, maybe null
     * @throws io.forkpool.TaskSerializationException if the bytes cannot be decoded
     */
    Object decode(byte[] source, int offset, int length);

    /**
     * Decodes a value from a stream.
     *
     * @param in holds the value's bytes and ends behind them; {@code available()} tells how many
     *     there are still, or {@link Integer#MAX_VALUE} for more than that
     * @return the value, maybe null
     * @throws IOException what {@code in} throws
     * @throws io.forkpool.TaskSerializationException if the bytes cannot be decoded
     */
    Object decode(InputStream in) throws IOException;
  }
}
