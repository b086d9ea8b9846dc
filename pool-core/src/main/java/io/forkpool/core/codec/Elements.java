package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import java.util.Arrays;

/**
 * A run of objects, whose count the caller writes: {@code MIXED, each with its class}, or {@code
 * SAME, class, each without}, or a run of boxes or strings back to back.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class Elements {
  private static final int MIXED = 0;
  private static final int SAME = 1;
  private static final int SAME_OR_NULL = 2;
  private static final int STRINGS = 3;
  private static final int INTS = 4;
  private static final int LONGS = 5;
  private static final int DOUBLES = 6;

  private Elements() {}

  static void write(Kryo kryo, ValueOutput out, Object[] elements, int count) {
    if (count == 0) {
      return;
    }
    Class common = null;
    boolean nulls = false;
    for (int i = 0; i < count; i++) {
      Object element = elements[i];
      if (element == null) {
        nulls = true;
      } else if (common == null) {
        common = element.getClass();
      } else if (element.getClass() != common) {
        writeMixed(kryo, out, elements, count);
        return;
      }
    }
    if (common == null) {
      writeMixed(kryo, out, elements, count);
    } else if (common == String.class || !nulls && isBox(common)) {
      writeScalars(out, elements, count, common);
    } else {
      writeSame(kryo, out, elements, count, common, nulls);
    }
  }

  private static boolean isBox(Class type) {
    return type == Integer.class || type == Long.class || type == Double.class;
  }

  private static void writeMixed(Kryo kryo, ValueOutput out, Object[] elements, int count) {
    out.writeByte(MIXED);
    for (int i = 0; i < count; i++) {
      kryo.writeClassAndObject(out, elements[i]);
    }
  }

  private static void writeSame(
      Kryo kryo, ValueOutput out, Object[] elements, int count, Class common, boolean nulls) {
    out.writeByte(nulls ? SAME_OR_NULL : SAME);
    Serializer serializer = kryo.writeClass(out, common).getSerializer();
    for (int i = 0; i < count; i++) {
      if (nulls) {
        kryo.writeObjectOrNull(out, elements[i], serializer);
      } else {
        kryo.writeObject(out, elements[i], serializer);
      }
    }
  }

  private static void writeScalars(ValueOutput out, Object[] elements, int count, Class common) {
    if (common == String.class) {
      out.writeByte(STRINGS);
      for (int i = 0; i < count; i++) {
        out.writeString((String) elements[i]);
      }
    } else if (common == Integer.class) {
      out.writeByte(INTS);
      for (int i = 0; i < count; i++) {
        out.writeVarInt((Integer) elements[i], false);
      }
    } else if (common == Long.class) {
      out.writeByte(LONGS);
      for (int i = 0; i < count; i++) {
        out.writeVarLong((Long) elements[i], false);
      }
    } else {
      out.writeByte(DOUBLES);
      for (int i = 0; i < count; i++) {
        out.writeDouble((Double) elements[i]);
      }
    }
  }

  /** Reads a run into an array of just its length. */
  static Object[] read(Kryo kryo, ValueInput in, int count) {
    if (in.vouchesForElements(count)) {
      Object[] elements = new Object[count];
      readInto(elements, kryo, in);
      return elements;
    }
    return new Run(kryo, in, count).readGrowing();
  }

  /** Reads a run that is known to fill {@code elements}. */
  static void readInto(Object[] elements, Kryo kryo, ValueInput in) {
    if (elements.length > 0) {
      new Run(kryo, in, elements.length).read(elements, 0);
    }
  }

  /** A run being read: its form, known after the first byte. */
  private static final class Run {
    private final Kryo kryo;
    private final ValueInput in;
    private final int count;
    private final int form;
    private Class type;
    private Serializer serializer;

    Run(Kryo kryo, ValueInput in, int count) {
      this.kryo = kryo;
      this.in = in;
      this.count = count;
      form = in.readByte();
      if (form == SAME || form == SAME_OR_NULL) {
        Registration registration = kryo.readClass(in);
        type = registration.getType();
        serializer = registration.getSerializer();
      }
    }

    void read(Object[] elements, int from) {
      for (int i = from; i < elements.length; i++) {
        elements[i] = next();
      }
    }

    /** Nobody vouches for the count: lets the array grow as elements arrive. */
    Object[] readGrowing() {
      Object[] elements = new Object[ValueInput.FIRST_ELEMENTS];
      read(elements, 0);
      while (elements.length < count) {
        int from = elements.length;
        elements = Arrays.copyOf(elements, (int) Math.min(count, 2L * from));
        read(elements, from);
      }
      return elements;
    }

    private Object next() {
      switch (form) {
        case MIXED:
          return kryo.readClassAndObject(in);
        case SAME:
          return kryo.readObject(in, type, serializer);
        case SAME_OR_NULL:
          return kryo.readObjectOrNull(in, type, serializer);
        case STRINGS:
          return in.readString();
        case INTS:
          return in.readVarInt(false);
        case LONGS:
          return in.readVarLong(false);
        case DOUBLES:
          return in.readDouble();
        default:
          throw new CorruptBytes("unknown run of elements " + form);
      }
    }
  }
}
