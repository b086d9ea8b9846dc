package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;

/**
 * Users' objects, field by field; transient fields keep what the constructor that takes nothing
 * gives them.
 */
final class FieldsSerializer extends ValueSerializer<Object> {
  private final Class<?> type;
  private final FieldSlot[] slots;

  FieldsSerializer(Class<?> type) {
    this.type = type;
    this.slots = FieldSlot.of(type);
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object object) {
    try {
      for (FieldSlot slot : slots) {
        slot.write(kryo, out, object);
      }
    } catch (IllegalAccessException e) {
      throw new KryoException(e);
    }
  }

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> ignored) {
    Object object = kryo.newInstance(type);
    kryo.reference(object);
    try {
      for (FieldSlot slot : slots) {
        slot.readInto(kryo, in, object);
      }
    } catch (IllegalAccessException e) {
      throw new KryoException(e);
    }
    return object;
  }
}
