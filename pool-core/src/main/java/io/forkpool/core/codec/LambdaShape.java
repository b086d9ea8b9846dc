package io.forkpool.core.codec;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * All of a lambda but its captured arguments: {@code long hash, varint length, then the nine names
 * of a SerializedLambda and two small numbers}. Immutable once linked.
 *
 * <p>A lambda is made again as the JDK makes it, by the capturing class's synthetic {@code
 * $deserializeLambda$}, called directly rather than through SerializedLambda's own slow look-up.
 * One that captures nothing is made once a session: it has no state, and the JVM itself makes only
 * one.
 */
final class LambdaShape {
  private static final Object[] NOTHING = {};

  private final byte[] bytes;
  private final long hash;
  private final int argumentCount;

  private String[] names;
  private int kind;
  private Class<?> capturingClass;
  private Method maker;
  private Object instance;

  private LambdaShape(byte[] bytes, long hash, int argumentCount) {
    this.bytes = bytes;
    this.hash = hash;
    this.argumentCount = argumentCount;
  }

  static LambdaShape of(SerializedLambda lambda) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ValueOutput out = new ValueOutput();
    out.setOutputStream(encoded);
    out.writeVarInt(lambda.getCapturedArgCount(), true);
    out.writeVarInt(lambda.getImplMethodKind(), true);
    out.writeString(lambda.getCapturingClass());
    out.writeString(lambda.getFunctionalInterfaceClass());
    out.writeString(lambda.getFunctionalInterfaceMethodName());
    out.writeString(lambda.getFunctionalInterfaceMethodSignature());
    out.writeString(lambda.getImplClass());
    out.writeString(lambda.getImplMethodName());
    out.writeString(lambda.getImplMethodSignature());
    out.writeString(lambda.getInstantiatedMethodType());
    out.flush();
    byte[] bytes = encoded.toByteArray();
    return new LambdaShape(bytes, hash(bytes), lambda.getCapturedArgCount());
  }

  /** Reads what {@link #write} wrote after the hash, and links it to those of {@code classes}. */
  static LambdaShape link(byte[] bytes, long hash, NamedClasses classes) {
    ValueInput in = new ValueInput();
    in.setBuffer(bytes, 0, bytes.length);
    LambdaShape shape = new LambdaShape(bytes, hash, in.checkedCount(in.readVarInt(true)));
    if (shape.argumentCount > 255) {
      throw new CorruptBytes("a lambda with " + shape.argumentCount + " captured arguments");
    }
    shape.kind = in.readVarInt(true);
    if (shape.kind < MethodHandleInfo.REF_getField
        || shape.kind > MethodHandleInfo.REF_invokeInterface) {
      throw new CorruptBytes("a lambda of kind " + shape.kind);
    }
    shape.names = new String[8];
    for (int i = 0; i < shape.names.length; i++) {
      String name = in.readString();
      if (name == null) {
        throw new CorruptBytes("a lambda without a name");
      }
      shape.names[i] = name.intern(); // the maker compares them with its own literals
    }
    in.requireConsumed();
    shape.capturingClass = classes.load(shape.names[0].replace('/', '.'));
    shape.findMaker();
    return shape;
  }

  private void findMaker() {
    try {
      maker = capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
    } catch (NoSuchMethodException e) {
      throw new CorruptBytes(
          capturingClass.getName()
              + " makes no Serializable lambda here; is it the same build as at the other end?");
    }
    maker.setAccessible(true);
  }

  void write(ValueOutput out) {
    out.writeLong(hash);
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes, 0, bytes.length);
  }

  boolean isWritten(byte[] buffer, int from, int length) {
    return Arrays.equals(bytes, 0, bytes.length, buffer, from, from + length);
  }

  int argumentCount() {
    return argumentCount;
  }

  Object[] newArguments() {
    return argumentCount == 0 ? NOTHING : new Object[argumentCount];
  }

  Object create(Object[] captured) {
    if (instance != null) {
      return instance;
    }
    SerializedLambda parts =
        new SerializedLambda(
            capturingClass,
            names[1],
            names[2],
            names[3],
            kind,
            names[4],
            names[5],
            names[6],
            names[7],
            captured);
    Object lambda;
    try {
      lambda = maker.invoke(null, parts);
    } catch (InvocationTargetException e) {
      throw new com.esotericsoftware.kryo.KryoException(
          "a lambda of "
              + capturingClass.getName()
              + " could not be made; is it the same build as at the other end?",
          e.getCause());
    } catch (IllegalAccessException e) {
      throw new com.esotericsoftware.kryo.KryoException(e);
    }
    if (argumentCount == 0) {
      instance = lambda;
    }
    return lambda;
  }

  private static long hash(byte[] bytes) {
    long hash = bytes.length;
    for (byte b : bytes) {
      hash = 0x100000001b3L * (hash ^ b & 0xFF);
    }
    return hash;
  }
}
