package io.forkpool.core.codec;

/**
 * The leading byte of every encoded value, and the values that need no Kryo.
 *
 * <pre>
 *   tag | bytes that follow
 *   ----+-------------------------------------------------------------
 *   0   | none: null            1 | a Kryo graph
 *   2-9 | a boxed primitive    10 | a string
 *   11  | a {@link LambdaShape shape}, then each captured argument, itself a tagged scalar
 * </pre>
 */
final class Scalars {
  static final int NULL = 0;
  static final int GRAPH = 1;
  private static final int INT = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int FLOAT = 5;
  private static final int BOOLEAN = 6;
  private static final int SHORT = 7;
  private static final int BYTE = 8;
  private static final int CHAR = 9;
  private static final int STRING = 10;
  private static final int LAMBDA = 11;

  private Scalars() {}

  /**
   * Writes {@code value} if it is one of these kinds; returns false, having written nothing, if it
   * is not.
   */
  static boolean write(ValueOutput out, Object value) {
    if (value instanceof Integer i) {
      out.writeByte(INT);
      out.writeVarInt(i, false);
    } else if (value instanceof String s) {
      out.writeByte(STRING);
      out.writeString(s);
    } else if (value instanceof Long l) {
      out.writeByte(LONG);
      out.writeVarLong(l, false);
    } else if (value instanceof Double d) {
      out.writeByte(DOUBLE);
      out.writeDouble(d);
    } else if (value == null) {
      out.writeByte(NULL);
    } else if (value.getClass().isHidden()) {
      return writeLambda(out, value);
    } else {
      return writeRarer(out, value);
    }
    return true;
  }

  private static boolean writeRarer(ValueOutput out, Object value) {
    if (value instanceof Boolean b) {
      out.writeByte(BOOLEAN);
      out.writeBoolean(b);
    } else if (value instanceof Float f) {
      out.writeByte(FLOAT);
      out.writeFloat(f);
    } else if (value instanceof Short s) {
      out.writeByte(SHORT);
      out.writeShort(s);
    } else if (value instanceof Byte b) {
      out.writeByte(BYTE);
      out.writeByte(b);
    } else if (value instanceof Character c) {
      out.writeByte(CHAR);
      out.writeChar(c);
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeLambda(ValueOutput out, Object lambda) {
    LambdaEncoder encoder = LambdaEncoder.of(lambda.getClass());
    if (encoder == null) {
      return false;
    }
    Object[] captured = encoder.captured(lambda);
    for (Object argument : captured) {
      if (!isPlain(argument)) {
        return false;
      }
    }
    out.writeByte(LAMBDA);
    encoder.writeShape(out);
    for (Object argument : captured) {
      write(out, argument);
    }
    return true;
  }

  private static boolean isPlain(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || value.getClass() == Integer.class
        || value.getClass() == Long.class
        || value.getClass() == Double.class
        || value.getClass() == Float.class
        || value.getClass() == Short.class
        || value.getClass() == Byte.class;
  }

  /** Reads what {@link #write} wrote after {@code tag}. */
  static Object read(ValueInput in, int tag, LambdaShapes shapes) {
    switch (tag) {
      case INT:
        return in.readVarInt(false);
      case STRING:
        return in.readString();
      case LONG:
        return in.readVarLong(false);
      case DOUBLE:
        return in.readDouble();
      case NULL:
        return null;
      case BOOLEAN:
        return in.readBoolean();
      case FLOAT:
        return in.readFloat();
      case SHORT:
        return in.readShort();
      case BYTE:
        return in.readByte();
      case CHAR:
        return in.readChar();
      case LAMBDA:
        return readLambda(in, shapes);
      default:
        throw new CorruptBytes("unknown tag " + tag);
    }
  }

  private static Object readLambda(ValueInput in, LambdaShapes shapes) {
    LambdaShape shape = shapes.read(in);
    Object[] captured = shape.newArguments();
    for (int i = 0; i < captured.length; i++) {
      int tag = in.readByte();
      if (tag == LAMBDA) {
        throw new CorruptBytes("a lambda where a captured scalar was due");
      }
      captured[i] = read(in, tag, shapes);
    }
    return shape.create(captured);
  }
}
