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
 * <p>A class for each way, not a switch: where an object has fields of several kinds, the compiler
 * then does not build what their values hold into the reader of the object, and so on. With a
 * switch, that made one method which C2 worked on for most of a second, in each worker.
 *
 * <p>Plain reflection, not Unsafe: on JDK 25 the latter prints a warning on the worker's stderr,
 * and is going away.
 */
abstract class FieldSlot {
  final Field field;

  private FieldSlot(Field field) {
    this.field = field;
  }

  abstract void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException;

  abstract void readInto(Kryo kryo, ValueInput in, Object owner) throws IllegalAccessException;

  /** The value, boxed if primitive, as a record's constructor takes it. */
  abstract Object read(Kryo kryo, ValueInput in);

  final String name() {
    return field.getName();
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
          slots.add(of(field));
        }
      }
    }
    return slots.toArray(new FieldSlot[0]);
  }

  private static FieldSlot of(Field field) {
    Class<?> type = field.getType();
    if (type.isPrimitive()) {
      return new OfPrimitive(field);
    } else if (type == String.class) {
      return new OfText(field);
    }
    return isExact(type) ? new OfExact(field) : new OfAny(field);
  }

  /**
   * Final classes, but arrays: an {@code Object[]} is final by its modifiers and still may be a
   * {@code String[]}.
   */
  private static boolean isExact(Class<?> type) {
    return Modifier.isFinal(type.getModifiers())
        && (!type.isArray() || type.getComponentType().isPrimitive());
  }

  private static final class OfPrimitive extends FieldSlot {
    private final char kind;

    OfPrimitive(Field field) {
      super(field);
      this.kind = field.getType().descriptorString().charAt(0);
    }

    @Override
    void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException {
      switch (kind) {
        case 'I' -> out.writeVarInt(field.getInt(owner), false);
        case 'J' -> out.writeVarLong(field.getLong(owner), false);
        case 'D' -> out.writeDouble(field.getDouble(owner));
        case 'Z' -> out.writeBoolean(field.getBoolean(owner));
        case 'F' -> out.writeFloat(field.getFloat(owner));
        case 'S' -> out.writeShort(field.getShort(owner));
        case 'B' -> out.writeByte(field.getByte(owner));
        default -> out.writeChar(field.getChar(owner));
      }
    }

    @Override
    void readInto(Kryo kryo, ValueInput in, Object owner) throws IllegalAccessException {
      switch (kind) {
        case 'I' -> field.setInt(owner, in.readVarInt(false));
        case 'J' -> field.setLong(owner, in.readVarLong(false));
        case 'D' -> field.setDouble(owner, in.readDouble());
        case 'Z' -> field.setBoolean(owner, in.readBoolean());
        case 'F' -> field.setFloat(owner, in.readFloat());
        case 'S' -> field.setShort(owner, in.readShort());
        case 'B' -> field.setByte(owner, in.readByte());
        default -> field.setChar(owner, in.readChar());
      }
    }

    @Override
    Object read(Kryo kryo, ValueInput in) {
      return switch (kind) {
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

  private abstract static class OfReference extends FieldSlot {
    OfReference(Field field) {
      super(field);
    }

    @Override
    final void readInto(Kryo kryo, ValueInput in, Object owner) throws IllegalAccessException {
      field.set(owner, read(kryo, in));
    }
  }

  private static final class OfText extends OfReference {
    OfText(Field field) {
      super(field);
    }

    @Override
    void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException {
      out.writeString((String) field.get(owner));
    }

    @Override
    Object read(Kryo kryo, ValueInput in) {
      return in.readString();
    }
  }

  private static final class OfAny extends OfReference {
    OfAny(Field field) {
      super(field);
    }

    @Override
    void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException {
      kryo.writeClassAndObject(out, field.get(owner));
    }

    @Override
    Object read(Kryo kryo, ValueInput in) {
      return kryo.readClassAndObject(in);
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static final class OfExact extends OfReference {
    private final Class type;
    private Serializer serializer;

    OfExact(Field field) {
      super(field);
      this.type = field.getType();
    }

    private Serializer serializer(Kryo kryo) {
      if (serializer == null) {
        serializer = kryo.getSerializer(type);
      }
      return serializer;
    }

    @Override
    void write(Kryo kryo, ValueOutput out, Object owner) throws IllegalAccessException {
      kryo.writeObjectOrNull(out, field.get(owner), serializer(kryo));
    }

    @Override
    Object read(Kryo kryo, ValueInput in) {
      return kryo.readObjectOrNull(in, type, serializer(kryo));
    }
  }
}
