package io.forkpool.core.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Defines a class that a compiler for Java 17 refuses to compile:
 *
 * <pre>
 *   final class MappingByArena implements Mapping {
 *     MappingByArena() {}
 *     public ByteBuffer map(FileChannel channel, long bytes) throws IOException {
 *       return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto()).asByteBuffer();
 *     }
 *   }
 * </pre>
 *
 * It calls what JDKs from 22 on have. By reflection or method handles the call would cost most of
 * what it is to save; a class in {@code META-INF/versions/22} would need a second JDK to build. The
 * layout is that of chapter 4 of the JVM specification.
 */
final class ArenaMapping {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int FINAL_SUPER = 0x0010 | 0x0020;
  private static final int PUBLIC = 0x0001;
  private static final int PACKAGE_PRIVATE = 0;

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;

  private static final int LCONST_0 = 0x09;
  private static final int LLOAD_2 = 0x20;
  private static final int ALOAD_0 = 0x2a;
  private static final int ALOAD_1 = 0x2b;
  private static final int ARETURN = 0xb0;
  private static final int RETURN = 0xb1;
  private static final int GETSTATIC = 0xb2;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int INVOKESTATIC = 0xb8;
  private static final int INVOKEINTERFACE = 0xb9;

  private static final String PACKAGE = "io/forkpool/core/channel/";
  private static final String CHANNEL = "java/nio/channels/FileChannel";
  private static final String MODE = "java/nio/channels/FileChannel$MapMode";
  private static final String ARENA = "java/lang/foreign/Arena";
  private static final String SEGMENT = "java/lang/foreign/MemorySegment";
  private static final String RETURNS_BUFFER = ")Ljava/nio/ByteBuffer;";

  /** The constants of the pool, each as its tag and its content; the first is number 1. */
  private final List<Object> constants = new ArrayList<>();

  private ArenaMapping() {}

  /** Works once in a JVM: a class cannot be defined again. */
  static Mapping define() {
    try {
      return (Mapping)
          MethodHandles.lookup()
              .defineClass(new ArenaMapping().bytes())
              .getDeclaredConstructor()
              .newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError("it is as the specification says", e);
    }
  }

  private byte[] bytes() throws IOException {
    int itself = type(PACKAGE + "MappingByArena");
    int parent = type("java/lang/Object");
    int implemented = type(PACKAGE + "Mapping");
    byte[] constructor = method(PACKAGE_PRIVATE, "<init>", "()V", 1, 1, constructorCode());
    byte[] map = method(PUBLIC, "map", "(L" + CHANNEL + ";J" + RETURNS_BUFFER, 7, 4, mapCode());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(JAVA_17);
    writeConstants(out);
    for (int number : new int[] {FINAL_SUPER, itself, parent, 1, implemented}) {
      out.writeShort(number);
    }
    out.writeShort(0); // fields
    out.writeShort(2); // methods
    out.write(constructor);
    out.write(map);
    out.writeShort(0); // attributes
    return bytes.toByteArray();
  }

  private byte[] constructorCode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(ALOAD_0);
    call(out, INVOKESPECIAL, member(METHOD, "java/lang/Object", "<init>", "()V"));
    out.writeByte(RETURN);
    return bytes.toByteArray();
  }

  private byte[] mapCode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(ALOAD_1);
    call(out, GETSTATIC, member(FIELD, MODE, "READ_WRITE", "L" + MODE + ";"));
    out.writeByte(LCONST_0);
    out.writeByte(LLOAD_2);
    call(out, INVOKESTATIC, member(INTERFACE_METHOD, ARENA, "ofAuto", "()L" + ARENA + ";"));
    String map = "(L" + MODE + ";JJL" + ARENA + ";)L" + SEGMENT + ";";
    call(out, INVOKEVIRTUAL, member(METHOD, CHANNEL, "map", map));
    call(
        out,
        INVOKEINTERFACE,
        member(INTERFACE_METHOD, SEGMENT, "asByteBuffer", "(" + RETURNS_BUFFER));
    out.writeShort(1 << 8); // one argument, and a zero
    out.writeByte(ARETURN);
    return bytes.toByteArray();
  }

  private static void call(DataOutputStream out, int opcode, int member) throws IOException {
    out.writeByte(opcode);
    out.writeShort(member);
  }

  private byte[] method(
      int access, String name, String descriptor, int stack, int locals, byte[] code)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(access);
    out.writeShort(text(name));
    out.writeShort(text(descriptor));
    out.writeShort(1); // one attribute
    out.writeShort(text("Code"));
    out.writeInt(12 + code.length);
    out.writeShort(stack);
    out.writeShort(locals);
    out.writeInt(code.length);
    out.write(code);
    out.writeShort(0); // handlers
    out.writeShort(0); // attributes
    return bytes.toByteArray();
  }

  private int text(String text) {
    return constant(UTF8, text);
  }

  private int type(String name) {
    return constant(CLASS, new int[] {text(name)});
  }

  private int member(int kind, String owner, String name, String descriptor) {
    int nameAndType = constant(NAME_AND_TYPE, new int[] {text(name), text(descriptor)});
    return constant(kind, new int[] {type(owner), nameAndType});
  }

  /** Adds a constant, also where there is an equal one; returns its number. */
  private int constant(int tag, Object content) {
    constants.add(tag);
    constants.add(content);
    return constants.size() / 2;
  }

  private void writeConstants(DataOutputStream out) throws IOException {
    out.writeShort(constants.size() / 2 + 1);
    for (int i = 0; i < constants.size(); i += 2) {
      out.writeByte((int) constants.get(i));
      if (constants.get(i + 1) instanceof int[] numbers) {
        for (int number : numbers) {
          out.writeShort(number);
        }
      } else {
        out.writeUTF((String) constants.get(i + 1));
      }
    }
  }
}
