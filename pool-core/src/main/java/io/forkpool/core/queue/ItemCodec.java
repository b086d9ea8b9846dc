package io.forkpool.core.queue;

import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.TaskCodec;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Turns items into bytes and back on whatever thread calls, with sessions that are lent to one at a
 * time. Thread-safe, without locks: a fork may happen at any moment.
 */
final class ItemCodec {
  private static final TaskCodec CODEC =
      ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
          .findFirst()
          .orElseGet(KryoCodec::new);

  private static final ConcurrentLinkedDeque<CodecSession> FREE = new ConcurrentLinkedDeque<>();

  private ItemCodec() {}

  static byte[] encode(Object item) {
    CodecSession session = take();
    try {
      Bytes bytes = new Bytes();
      session.encode(item, bytes);
      return bytes.take();
    } finally {
      FREE.push(session);
    }
  }

  static Object decode(byte[] item) {
    CodecSession session = take();
    try {
      return session.decode(item);
    } finally {
      FREE.push(session);
    }
  }

  private static CodecSession take() {
    CodecSession session = FREE.poll();
    return session != null ? session : new CodecSession(CODEC, ItemCodec.class.getClassLoader());
  }

  /** An array that is not copied at the end if one large block filled it, as large arrays do. */
  private static final class Bytes extends OutputStream {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[64];
    private int length;

    @Override
    public void write(int one) {
      reserve(1);
      bytes[length++] = (byte) one;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      reserve(count);
      System.arraycopy(source, offset, bytes, length, count);
      length += count;
    }

    private void reserve(int count) {
      long needed = (long) length + count;
      if (needed > LONGEST) {
        throw new OutOfMemoryError("an item of more than " + LONGEST + " bytes");
      }
      if (needed > bytes.length) {
        long grown = Math.max(needed, Math.min(LONGEST, bytes.length * 2L));
        bytes = Arrays.copyOf(bytes, (int) grown);
      }
    }

    byte[] take() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }
}
