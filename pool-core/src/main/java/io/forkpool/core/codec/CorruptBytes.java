package io.forkpool.core.codec;

import com.esotericsoftware.kryo.KryoException;

/** The bytes are not what an encoder of this version writes; never leaves the package. */
final class CorruptBytes extends KryoException {
  private static final long serialVersionUID = 1L;

  CorruptBytes(String message) {
    super(message);
  }
}
