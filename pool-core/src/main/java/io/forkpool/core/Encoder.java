package io.forkpool.core;

import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.spi.TaskCodec;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * Encodes on whatever thread calls, with sessions that are lent to one at a time: threads come and
 * go, and a session takes a while to make. Thread-safe.
 */
final class Encoder {
  private final TaskCodec codec;
  private final ConcurrentLinkedDeque<CodecSession> free = new ConcurrentLinkedDeque<>();

  Encoder(TaskCodec codec) {
    this.codec = codec;
  }

  /** Lends a session to an action. */
  <T> T with(Function<CodecSession, T> action) {
    CodecSession session = free.poll();
    if (session == null) {
      session = new CodecSession(codec, Encoder.class.getClassLoader());
    }
    try {
      return action.apply(session);
    } finally {
      free.push(session);
    }
  }

  /**
   * Encodes one value as an item.
   *
   * @param borrowing whether the caller waits until it is sent
   */
  Payload item(Object value, boolean borrowing) {
    ItemBuffer buffer = new ItemBuffer(borrowing);
    return with(
        session -> {
          buffer.beginItem();
          session.encode(value, buffer);
          buffer.endItem();
          return buffer.drain();
        });
  }

  /** Encodes a value by itself. */
  byte[] bytes(Object value) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    return with(
        session -> {
          session.encode(value, bytes);
          return bytes.toByteArray();
        });
  }
}
