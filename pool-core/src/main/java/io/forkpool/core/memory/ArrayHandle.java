package io.forkpool.core.memory;

import io.forkpool.core.handle.Handle;

/**
 * What travels instead of an array, or a part of it.
 *
 * @param memory the block, which travels as a handle of its own
 * @param type of the elements
 * @param first the byte where it begins
 * @param length the number of elements
 */
record ArrayHandle(MappedMemory memory, ElementType type, long first, long length)
    implements Handle {
  @Override
  public Object readResolve() {
    return type.view(memory, first, length, true);
  }
}
