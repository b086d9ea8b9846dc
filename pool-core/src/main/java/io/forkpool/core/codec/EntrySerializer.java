package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.AbstractMap;
import java.util.Map;

/** Map entries, by their kind; the entry of a live map arrives as a pair on its own. */
final class EntrySerializer extends ValueSerializer<Map.Entry<?, ?>> {
  enum Kind {
    /** {@code Map.entry(k, v)}. */
    PAIR,
    IMMUTABLE,
    MUTABLE
  }

  private final Kind kind;

  EntrySerializer(Kind kind) {
    this.kind = kind;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Map.Entry<?, ?> value) {
    kryo.writeClassAndObject(out, value.getKey());
    kryo.writeClassAndObject(out, value.getValue());
  }

  @Override
  Map.Entry<?, ?> read(Kryo kryo, ValueInput in, Class<? extends Map.Entry<?, ?>> type) {
    Object key = kryo.readClassAndObject(in);
    Object value = kryo.readClassAndObject(in);
    return switch (kind) {
      case PAIR -> Map.entry(key, value);
      case IMMUTABLE -> new AbstractMap.SimpleImmutableEntry<>(key, value);
      case MUTABLE -> new AbstractMap.SimpleEntry<>(key, value);
    };
  }
}
