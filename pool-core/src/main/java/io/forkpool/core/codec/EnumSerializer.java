package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;

/** Enum constants, by position: both ends run the same classes. */
final class EnumSerializer extends ValueSerializer<Enum<?>> {
  private final Object[] constants;

  EnumSerializer(Class<?> type) {
    constants = type.getEnumConstants();
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Enum<?> value) {
    out.writeVarInt(value.ordinal(), true);
  }

  @Override
  Enum<?> read(Kryo kryo, ValueInput in, Class<? extends Enum<?>> type) {
    int ordinal = in.readVarInt(true);
    if (ordinal < 0 || ordinal >= constants.length) {
      throw new CorruptBytes(
          "constant " + ordinal + " of " + type.getName() + ", which has " + constants.length);
    }
    return (Enum<?>) constants[ordinal];
  }
}
