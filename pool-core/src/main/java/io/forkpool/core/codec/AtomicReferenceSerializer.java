package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.concurrent.atomic.AtomicReference;

final class AtomicReferenceSerializer extends ValueSerializer<AtomicReference<Object>> {
  @Override
  void write(Kryo kryo, ValueOutput out, AtomicReference<Object> value) {
    kryo.writeClassAndObject(out, value.get());
  }

  @Override
  AtomicReference<Object> read(
      Kryo kryo, ValueInput in, Class<? extends AtomicReference<Object>> type) {
    AtomicReference<Object> reference = new AtomicReference<>();
    kryo.reference(reference);
    reference.set(kryo.readClassAndObject(in));
    return reference;
  }
}
