package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;

/**
 * Stands for classes that cannot travel, so that the first object met of one stops the encoding.
 */
final class RefusedSerializer extends ValueSerializer<Object> {
  static final String LAMBDA = "a lambda whose functional type is not Serializable";

  private final String reason;

  RefusedSerializer(String reason) {
    this.reason = reason;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object value) {
    throw new Refusal(value, reason);
  }

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> type) {
    throw new CorruptBytes(type.getName() + " cannot have been sent: " + reason);
  }
}
