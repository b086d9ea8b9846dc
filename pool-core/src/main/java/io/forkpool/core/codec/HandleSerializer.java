package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import io.forkpool.core.handle.TravelsByHandle;

/**
 * What travels by a handle. What arrives is what the handle gives, which {@link RecordSerializer}
 * sees to.
 */
final class HandleSerializer extends ValueSerializer<TravelsByHandle> {
  @Override
  void write(Kryo kryo, ValueOutput out, TravelsByHandle value) {
    kryo.writeClassAndObject(out, value.writeReplace());
  }

  @Override
  TravelsByHandle read(Kryo kryo, ValueInput in, Class<? extends TravelsByHandle> ignored) {
    Object resolved = kryo.readClassAndObject(in);
    if (resolved instanceof TravelsByHandle value) {
      return value;
    }
    throw new CorruptBytes("not a handle: " + (resolved == null ? null : resolved.getClass()));
  }
}
