package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * A serializer that sees this package's output and input, not Kryo's; all of this package's graphs
 * are written with those.
 */
abstract class ValueSerializer<T> extends Serializer<T> {
  abstract void write(Kryo kryo, ValueOutput out, T value);

  abstract T read(Kryo kryo, ValueInput in, Class<? extends T> type);

  @Override
  public final void write(Kryo kryo, Output output, T value) {
    write(kryo, (ValueOutput) output, value);
  }

  @Override
  public final T read(Kryo kryo, Input input, Class<? extends T> type) {
    return read(kryo, (ValueInput) input, type);
  }
}
