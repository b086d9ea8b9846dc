package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;

/** Strings inside a graph. They are values: one held twice arrives as two equal ones. */
final class StringSerializer extends ValueSerializer<String> {
  @Override
  void write(Kryo kryo, ValueOutput out, String value) {
    out.writeString(value);
  }

  @Override
  String read(Kryo kryo, ValueInput in, Class<? extends String> type) {
    return in.readString();
  }
}
