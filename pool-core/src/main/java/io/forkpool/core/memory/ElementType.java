package io.forkpool.core.memory;

import io.forkpool.SharedArray;
import io.forkpool.SharedByteArray;
import io.forkpool.SharedDoubleArray;
import io.forkpool.SharedIntArray;
import io.forkpool.SharedLongArray;

/** What arrays there are. */
enum ElementType {
  BYTE(SharedByteArray.class, Byte.BYTES) {
    @Override
    MappedByteArray view(MappedMemory memory, long first, long length, boolean owner) {
      return new MappedByteArray(memory, first, length, owner);
    }
  },
  INT(SharedIntArray.class, Integer.BYTES) {
    @Override
    MappedIntArray view(MappedMemory memory, long first, long length, boolean owner) {
      return new MappedIntArray(memory, first, length, owner);
    }
  },
  LONG(SharedLongArray.class, Long.BYTES) {
    @Override
    MappedLongArray view(MappedMemory memory, long first, long length, boolean owner) {
      return new MappedLongArray(memory, first, length, owner);
    }
  },
  DOUBLE(SharedDoubleArray.class, Double.BYTES) {
    @Override
    MappedDoubleArray view(MappedMemory memory, long first, long length, boolean owner) {
      return new MappedDoubleArray(memory, first, length, owner);
    }
  };

  private final Class<?> array;
  private final int bytes;

  ElementType(Class<?> array, int bytes) {
    this.array = array;
    this.bytes = bytes;
  }

  static ElementType of(Class<?> array) {
    for (ElementType each : values()) {
      if (each.array == array) {
        return each;
      }
    }
    throw new IllegalArgumentException("there are no shared arrays of " + array);
  }

  int bytes() {
    return bytes;
  }

  /** An array that begins at a byte of the memory; an owner closes the memory with itself. */
  abstract SharedArray<?> view(MappedMemory memory, long first, long length, boolean owner);
}
