package io.forkpool.core.codec;

import com.esotericsoftware.kryo.KryoException;

/**
 * An object that cannot travel, met while encoding; becomes an {@link EncodeFailure}. Never leaves
 * the package.
 */
final class Refusal extends KryoException {
  private static final long serialVersionUID = 1L;

  final transient Object object;
  final String reason;

  Refusal(Object object, String reason) {
    super(reason);
    this.object = object;
    this.reason = reason;
  }
}
