package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One field of a user's class, and how its value is written: primitives bare, strings without a
 * class, values of a final class without naming it, all else with their class.
 *
 * <p>Plain reflection, not Unsafe: on JDK 25 the latter prints a warning on the worker's stderr,
 * and is going away.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class FieldSlot {
  private final Field field;
  private final Class type;
  private final char kind;
  private Serializer exact;

  private FieldSlot(Field field) {
    this.field = field;
    this.type = field.getType();
    if (type.isPrimitive()) {
      kind = type.descriptorString().charAt(0);
    } else if (type == String.class) {
      kind = 'T';
    } else {
      kind = isExact(type) ? 'E' : 'L';
    }
  }

  /**
   * Final classes, but arrays: an {@code Object[]} is final by its modifiers and still may be a
   * {@code String[]}.
   */
  private static boolean isExact(Class<?> type) {
    return Modifier.isFinal(type.getModifiers())
        && (!type.isArray() || type.getComponentType().isPrimitive());
  }

  /**
   * The fields that travel, of user classes only, from the top class down; by name, as reflection
   * promises no order.
   */
  static FieldSlot[] of(Class<?> type) {
    List<FieldSlot> slots = new ArrayList<>();
    if (!JdkClasses.contains(type)) {
      slots.addAll(List.of(of(type.getSuperclass())));
      Field[] fields = type.getDeclaredFields();
      java.util.Arrays.sort(fields, Comparator.comparing(Field::getName));
      for (Field field : fields) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          field.setAccessible(true);
          slots.add(new FieldSlot(field));
        }
      }
    }
    return slots.toArray(new FieldSlot[0]);
  }

  String name() {
    return field.getName();
  }

  private Serializer exact(Kryo kryo) {
    if (exact == null) {
      exact = kryo.getSerializer(type);
    }
    return exact;
  }

  void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException {
    switch (kind) {
      case 'I' -> out.writeVarInt(field.getInt(owner), false);
      case 'T' -> out.writeString((String) field.get(owner));
      case 'L' -> kryo.writeClassAndObject(out, field.get(owner));
      case 'E' -> kryo.writeObjectOrNull(out, field.get(owner), exact(kryo));
      case 'J' -> out.writeVarLong(field.getLong(owner), false);
      case 'D' -> out.writeDouble(field.getDouble(owner));
      case 'Z' -> out.writeBoolean(field.getBoolean(owner));
      case 'F' -> out.writeFloat(field.getFloat(owner));
      case 'S' -> out.writeShort(field.getShort(owner));
      case 'B' -> out.writeByte(field.getByte(owner));
      default -> out.writeChar(field.getChar(owner));
    }
  }

  void readInto(Kryo kryo, ValueInput in, Object owner) throws IllegalAccessException {
    switch (kind) {
      case 'I' -> field.setInt(owner, in.readVarInt(false));
      case 'J' -> field.setLong(owner, in.readVarLong(false));
      case 'D' -> field.setDouble(owner, in.readDouble());
      case 'Z' -> field.setBoolean(owner, in.readBoolean());
      case 'F' -> field.setFloat(owner, in.readFloat());
      case 'S' -> field.setShort(owner, in.readShort());
      case 'B' -> field.setByte(owner, in.readByte());
      case 'C' -> field.setChar(owner, in.readChar());
      default -> field.set(owner, read(kryo, in));
    }
  }

  /** The value, boxed if primitive, as a record's constructor takes it. */
  Object read(Kryo kryo, ValueInput in) {
    return switch (kind) {
      case 'T' -> in.readString();
      case 'L' -> kryo.readClassAndObject(in);
      case 'E' -> kryo.readObjectOrNull(in, type, exact(kryo));
      case 'I' -> (Object) in.readVarInt(false);
      case 'J' -> (Object) in.readVarLong(false);
      case 'D' -> (Object) in.readDouble();
      case 'Z' -> (Object) in.readBoolean();
      case 'F' -> (Object) in.readFloat();
      case 'S' -> (Object) in.readShort();
      case 'B' -> (Object) in.readByte();
      default -> (Object) in.readChar();
    };
  }
}
