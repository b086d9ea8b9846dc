package io.forkpool.core.memory;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * {@code java.lang.foreign}, as far as needed: this is compiled for Java 17. It is called a few
 * times for each block, so method handles are fast enough.
 */
final class Arenas {
  /** The API is final from 22 on (JEP 454). */
  static final boolean AVAILABLE = Runtime.version().feature() >= 22;

  private static final String PACKAGE = "java.lang.foreign.";

  private Arenas() {}

  /** The methods; not looked for where there are none. */
  private static final class Methods {
    static final MethodHandle OF_SHARED;
    static final MethodHandle MAP;
    static final MethodHandle SLICE;
    static final MethodHandle AS_BUFFER;

    static {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      try {
        Class<?> arena = Class.forName(PACKAGE + "Arena");
        Class<?> segment = Class.forName(PACKAGE + "MemorySegment");
        OF_SHARED =
            lookup
                .findStatic(arena, "ofShared", methodType(arena))
                .asType(methodType(AutoCloseable.class));
        MAP =
            lookup
                .findVirtual(
                    FileChannel.class,
                    "map",
                    methodType(segment, MapMode.class, long.class, long.class, arena))
                .asType(
                    methodType(
                        Object.class,
                        FileChannel.class,
                        MapMode.class,
                        long.class,
                        long.class,
                        AutoCloseable.class));
        SLICE =
            lookup
                .findVirtual(segment, "asSlice", methodType(segment, long.class, long.class))
                .asType(methodType(Object.class, Object.class, long.class, long.class));
        AS_BUFFER =
            lookup
                .findVirtual(segment, "asByteBuffer", methodType(ByteBuffer.class))
                .asType(methodType(ByteBuffer.class, Object.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private Methods() {}
  }

  static Mapping map(FileChannel channel, long bytes) throws IOException {
    AutoCloseable arena = null;
    try {
      arena = (AutoCloseable) Methods.OF_SHARED.invokeExact();
      Object segment =
          (Object) Methods.MAP.invokeExact(channel, MapMode.READ_WRITE, 0L, bytes, arena);
      ByteBuffer[] parts = new ByteBuffer[Mapping.partsOf(bytes)];
      for (int i = 0; i < parts.length; i++) {
        long from = (long) i << Mapping.PART_SHIFT;
        parts[i] = buffer(segment, from, (int) Math.min(Mapping.PART_BYTES, bytes - from));
      }
      return new Mapping(parts, segment, arena);
    } catch (Throwable e) {
      close(arena, e);
      throw rethrow(e);
    }
  }

  static ByteBuffer buffer(Object segment, long offset, int bytes) {
    try {
      Object slice = (Object) Methods.SLICE.invokeExact(segment, offset, (long) bytes);
      return ((ByteBuffer) Methods.AS_BUFFER.invokeExact(slice)).order(ByteOrder.nativeOrder());
    } catch (Throwable e) {
      throw rethrowUnchecked(e);
    }
  }

  static boolean isSegmentType(Class<?> type) {
    return type.getName().equals(PACKAGE + "MemorySegment");
  }

  private static void close(AutoCloseable arena, Throwable reason) {
    if (arena != null) {
      try {
        arena.close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }

  private static IOException rethrow(Throwable e) {
    return e instanceof IOException expected ? expected : fail(rethrowUnchecked(e));
  }

  private static IOException fail(RuntimeException e) {
    throw e;
  }

  private static RuntimeException rethrowUnchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException expected ? expected : new IllegalStateException(e);
  }
}
