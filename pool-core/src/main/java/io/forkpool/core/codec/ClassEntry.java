package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import java.nio.charset.StandardCharsets;

/**
 * What a session knows of one class: its serializer, its number or name on the wire, and its number
 * in the present graph.
 */
final class ClassEntry extends Registration {
  static final int NAMED = -1;

  /** The name as it is written; null if the class has a number. */
  final byte[] name;

  /** The graph in which {@link #nameId} is valid: counting graphs makes a reset free. */
  long graph;

  int nameId;

  ClassEntry(Class<?> type, Serializer<?> serializer, int number) {
    super(type, serializer, number);
    name = number == NAMED ? type.getName().getBytes(StandardCharsets.UTF_8) : null;
  }
}
