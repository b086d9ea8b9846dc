package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.EnumMap;

/**
 * Enum maps: key class and entries. An empty one does not tell its key class, so it travels by Java
 * serialization.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class EnumMapSerializer extends ValueSerializer<EnumMap> {
  private final JavaStreamSerializer javaStream;

  EnumMapSerializer(JavaStreamSerializer javaStream) {
    this.javaStream = javaStream;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, EnumMap map) {
    Entries entries = Entries.of(map);
    out.writeVarInt(entries.count, true);
    if (entries.count == 0) {
      javaStream.write(kryo, out, map);
      return;
    }
    kryo.writeClass(out, ((Enum<?>) entries.keys[0]).getDeclaringClass());
    entries.write(kryo, out);
  }

  @Override
  EnumMap read(Kryo kryo, ValueInput in, Class<? extends EnumMap> type) {
    int count = in.checkedCount(in.readVarInt(true));
    if (count == 0) {
      return (EnumMap) javaStream.read(kryo, in, type);
    }
    EnumMap map = new EnumMap(kryo.readClass(in).getType());
    kryo.reference(map);
    Entries.readInto(map, kryo, in, count);
    return map;
  }
}
