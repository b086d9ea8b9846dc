package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;

/**
 * {@code new Object()}, which users keep as locks and markers: nothing but its identity, kept
 * within the graph.
 */
final class PlainObjectSerializer extends ValueSerializer<Object> {
  @Override
  void write(Kryo kryo, ValueOutput out, Object value) {}

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> type) {
    return new Object();
  }
}
