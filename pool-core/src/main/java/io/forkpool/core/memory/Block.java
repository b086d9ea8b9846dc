package io.forkpool.core.memory;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block that this process has mapped, once for all that use it. Each {@link MappedMemory} is a
 * use; the last one that is closed ends the block. Those that are dropped do not count it down:
 * when all are dropped, nobody reaches the block, and {@link Blocks} notices.
 */
final class Block {
  private static final long ENDED = 0;

  private final BlockFile file;
  private final Mapping mapping;
  private final BlockEntry entry;
  private final AtomicLong uses = new AtomicLong(1);

  /** With its first use. */
  Block(BlockFile file, Mapping mapping, ReferenceQueue<Block> dropped) {
    this.file = file;
    this.mapping = mapping;
    this.entry = new BlockEntry(this, dropped);
  }

  BlockEntry entry() {
    return entry;
  }

  BlockFile file() {
    return file;
  }

  Mapping mapping() {
    return mapping;
  }

  MemoryHandle handle() {
    return new MemoryHandle(file.link(), file.bytes(), file.maker(), Place.here(file.descriptor()));
  }

  ByteBuffer buffer(long offset, int bytes) throws IOException {
    return mapping.buffer(file.channel(), offset, bytes);
  }

  /** One use more; false if the block has ended. */
  boolean acquire() {
    return uses.getAndUpdate(n -> n == ENDED ? ENDED : n + 1) != ENDED;
  }

  /** One use less; true for the last one. */
  boolean release() {
    return uses.decrementAndGet() == ENDED;
  }
}
