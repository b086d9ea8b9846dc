package io.forkpool.core.queue;

import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.TaskCodec;
import java.io.Closeable;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns items into bytes and back, with a codec session and memory for the bytes that are used
 * again and again: memory that is new for each item is soon memory that nobody has touched, see
 * {@link Stock}. Each is lent to one thread at a time. {@link #lend} and {@link #close} are
 * thread-safe, without locks: a fork may happen at any moment.
 */
final class ItemCodec implements Closeable {
  private static final TaskCodec CODEC =
      ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
          .findFirst()
          .orElseGet(KryoCodec::new);

  /** The one that a single thread uses all the time; a deque would make a node each time. */
  private static final AtomicReference<ItemCodec> FIRST = new AtomicReference<>();

  private static final ConcurrentLinkedDeque<ItemCodec> MORE = new ConcurrentLinkedDeque<>();

  private final CodecSession session = new CodecSession(CODEC, ItemCodec.class.getClassLoader());

  private final ItemBytes bytes = new ItemBytes();

  private ItemCodec() {}

  /** Lends one until it is closed. */
  static ItemCodec lend() {
    ItemCodec first = FIRST.getAndSet(null);
    ItemCodec free = first != null ? first : MORE.poll();
    return free != null ? free : new ItemCodec();
  }

  /** Gives it back. What it has encoded must not be used any more. */
  @Override
  public void close() {
    bytes.clear();
    if (!FIRST.compareAndSet(null, this)) {
      MORE.push(this);
    }
  }

  /**
   * Encodes an item. Large arrays of bytes are not copied: until the result is, their owner must
   * not change them.
   *
   * @return the bytes, good until {@link #close}
   */
  Payload encode(Object item) {
    session.encode(item, bytes);
    return bytes.payload();
  }

  Object decode(byte[] item) {
    return session.decode(item);
  }
}
