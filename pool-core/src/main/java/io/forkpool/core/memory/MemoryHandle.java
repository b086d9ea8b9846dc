package io.forkpool.core.memory;

import io.forkpool.core.handle.Handle;

/**
 * What travels instead of a block.
 *
 * @param link what the links to its descriptors read as: the path that the file once had, which
 *     ends in random bits, so it names one file for ever
 * @param bytes its size
 * @param maker where the process that made it has it open
 * @param sender where the process that sent this has it open
 */
record MemoryHandle(String link, long bytes, Place maker, Place sender) implements Handle {
  @Override
  public Object readResolve() {
    return Blocks.use(this, null);
  }
}
