package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import io.forkpool.core.handle.Handle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * Records: components are read from their fields, past any accessor that copies or computes, and
 * written back through the canonical constructor, whose checks hold in the worker too. A {@link
 * Handle} gives what it stands for.
 */
final class RecordSerializer extends ValueSerializer<Object> {
  private final Class<?> type;
  private final FieldSlot[] slots;

  /** For each slot, the position of its component in the constructor. */
  private final int[] positions;

  private final Constructor<?> constructor;

  RecordSerializer(Class<?> type) {
    this.type = type;
    this.slots = FieldSlot.of(type);
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    positions = new int[components.length];
    for (int i = 0; i < components.length; i++) {
      parameters[i] = components[i].getType();
      for (int slot = 0; slot < slots.length; slot++) {
        if (slots[slot].name().equals(components[i].getName())) {
          positions[slot] = i;
        }
      }
    }
    try {
      constructor = type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new KryoException(e);
    }
    constructor.setAccessible(true);
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object record) {
    try {
      for (FieldSlot slot : slots) {
        slot.write(kryo, out, record);
      }
    } catch (IllegalAccessException e) {
      throw new KryoException(e);
    }
  }

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> ignored) {
    Object[] components = new Object[slots.length];
    for (int i = 0; i < slots.length; i++) {
      components[positions[i]] = slots[i].read(kryo, in);
    }
    try {
      Object record = constructor.newInstance(components);
      return record instanceof Handle handle ? handle.readResolve() : record;
    } catch (InvocationTargetException e) {
      throw new KryoException(
          "the constructor of record " + type.getName() + " threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new KryoException(e);
    }
  }
}
