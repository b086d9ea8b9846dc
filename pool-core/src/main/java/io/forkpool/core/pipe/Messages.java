package io.forkpool.core.pipe;

import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Objects to bytes and back, on whatever thread calls, with sessions that are lent to one at a
 * time. Lock-free: a fork never copies it locked. Thread-safe.
 */
final class Messages {
  private static final ConcurrentLinkedDeque<CodecSession> FREE = new ConcurrentLinkedDeque<>();

  private Messages() {}

  static byte[] encode(Object message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodecSession session = take();
    session.encode(message, bytes);
    FREE.push(session);
    return bytes.toByteArray();
  }

  static Object decode(byte[] bytes) {
    CodecSession session = take();
    Object message = session.decode(bytes);
    FREE.push(session);
    return message;
  }

  private static CodecSession take() {
    CodecSession free = FREE.poll();
    return free != null ? free : new CodecSession(new KryoCodec(), Messages.class.getClassLoader());
  }
}
