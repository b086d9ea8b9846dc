package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.UUID;

final class UuidSerializer extends ValueSerializer<UUID> {
  @Override
  void write(Kryo kryo, ValueOutput out, UUID value) {
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  @Override
  UUID read(Kryo kryo, ValueInput in, Class<? extends UUID> type) {
    return new UUID(in.readLong(), in.readLong());
  }
}
