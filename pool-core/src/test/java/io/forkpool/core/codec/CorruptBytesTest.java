package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SerializableCallable;
import io.forkpool.TaskSerializationException;
import io.forkpool.spi.TaskCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CorruptBytesTest {

  record Sample(
      String text, int[] numbers, List<Object> list, Map<String, Object> map, Object any) {}

  static Object sample() {
    int captured = 5;
    String name = "n";
    SerializableCallable<Object> lambda = () -> name + captured;
    EnumMap<TimeUnit, Integer> units = new EnumMap<>(TimeUnit.class);
    units.put(TimeUnit.DAYS, 1);
    return new Sample(
        "text \u4e2d",
        new int[] {1, 2, 3},
        new ArrayList<>(Arrays.asList(1, "x", null, new UUID(1, 2), lambda, units, new byte[300])),
        new TreeMap<>(Map.of("k", new IllegalStateException("e"), "l", new long[5])),
        new Object[] {new StringBuilder("b"), new HashMap<>(Map.of(1, 2.5)), new double[0]});
  }

  @Test
  void truncatedBytesAreReportedAsSuch() {
    byte[] bytes = RoundTrip.encode(sample());
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThrows(
          TaskSerializationException.class, () -> RoundTrip.decode(part), "length " + length);
      assertThrows(
          TaskSerializationException.class, () -> RoundTrip.decodeStream(part), "length " + length);
    }
  }

  @Test
  void leftoverBytesAreReported() {
    byte[] bytes = Arrays.copyOf(RoundTrip.encode(1), 3);
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertTrue(failure.getMessage().contains("left over"), failure.getMessage());
  }

  /** Decodes, or refuses as it should. */
  private static void decodes(byte[] bytes) {
    try {
      RoundTrip.decode(bytes);
    } catch (TaskSerializationException expected) {
      return;
    }
  }

  @Test
  void absurdLengthsAllocateNothing() {
    for (int number = 0; number < KnownClasses.count(); number++) {
      byte[] bytes = {
        Scalars.GRAPH,
        (byte) (number + 2),
        1,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        7,
        1,
        1,
        1,
        1
      };
      long before = allocated();
      decodes(bytes);
      assertTrue(allocated() - before < 64 << 20, "class number " + number);
    }
  }

  @Test
  void absurdLengthOfAStreamThatDoesNotTellItsOwnCostsNoMoreThanWhatIsTrusted() {
    byte[] bytes = {Scalars.GRAPH, 0, 1, -1, -1, -1, -1, 3, 1, 2, 3}; // a length of about 10^9
    bytes[1] = RoundTrip.encode(new byte[1])[1];
    long before = allocated();
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decodeStream(bytes));
    assertTrue(failure.getMessage().contains("end too early"), failure.getMessage());
    assertTrue(allocated() - before < 2L * ValueInput.TRUSTED);
  }

  @Test
  void absurdLengthsThatTheStreamVouchesForCostNothingBeforeMuchHasCome() throws IOException {
    byte[] length = {-1, -1, -1, -1, 3}; // about 10^9
    for (Object array : List.of(new byte[1], new long[1], new Object[1], new ArrayList<>())) {
      byte[] bytes = new byte[400_000];
      byte[] head = RoundTrip.encode(array);
      System.arraycopy(head, 0, bytes, 0, 3); // kind, class, reference
      System.arraycopy(length, 0, bytes, 3, length.length);
      long before = allocated();
      assertThrows(
          TaskSerializationException.class,
          () -> RoundTrip.session().decode(new Claiming(bytes)),
          array.getClass().getName());
      long cost = allocated() - before;
      assertTrue(cost < 2L * ValueInput.TRUSTED, array.getClass().getName() + ": " + cost);
    }
  }

  @Test
  void absurdLengthsInsideJavaSerializationCostNothingBeforeMuchHasCome() {
    for (Object array : List.of(new byte[9], new long[9], new Object[9])) {
      byte[] bytes = Arrays.copyOf(lyingInside(array, 300_000_000), 400_000);
      long before = allocated();
      TaskSerializationException failure =
          assertThrows(
              TaskSerializationException.class,
              () -> RoundTrip.session().decode(new Claiming(bytes)),
              array.getClass().getName());
      assertTrue(failure.getMessage().contains("end too early"), failure.getMessage());
      long cost = allocated() - before;
      assertTrue(cost < 2L * ValueInput.TRUSTED, array.getClass().getName() + ": " + cost);
    }
  }

  @Test
  void arraysInsideJavaSerializationThatAreLongerThanTheBytesThatRemainAreRefused() {
    for (Object array : List.of(new byte[9], new long[9], new Object[9])) {
      int length = array instanceof Object[] ? 10_000_000 : 1_000_000; // of which each takes bytes
      byte[] bytes = Arrays.copyOf(lyingInside(array, length), 1_000_000);
      for (boolean stream : new boolean[] {false, true}) {
        long before = allocated();
        TaskSerializationException failure =
            assertThrows(
                TaskSerializationException.class,
                () -> {
                  if (stream) {
                    RoundTrip.decodeStream(bytes);
                  } else {
                    RoundTrip.decode(bytes);
                  }
                });
        assertTrue(failure.getMessage().contains("an array of " + length), failure.getMessage());
        assertTrue(allocated() - before < 5_000_000, array.getClass().getName());
      }
    }
  }

  @Test
  void whatWasReadAheadIsCountedOnceAndItsBufferIsLetGoOf() {
    ValueInput input = ValueInput.buffered();
    input.setInputStream(new ByteArrayInputStream(new byte[100_000]));
    int usual = input.getBuffer().length;
    input.readBytes(10_000);
    input.requireProof();
    assertEquals(10_000, input.total());
    input.readBytes(80_000);
    input.requireProof();
    assertEquals(10_000, input.remaining());
    assertEquals(90_000, input.total());
    input.setInputStream(null);
    assertEquals(usual, input.getBuffer().length);
  }

  /** The bytes of an exception that holds an array, of which the length is a lie. */
  private static byte[] lyingInside(Object array, int length) {
    byte[] bytes = RoundTrip.encode(new Carrier(array));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("xp\0\0\0\u0009", text.indexOf("ur\0"));
    assertTrue(at > 0, text);
    ByteBuffer.wrap(bytes).putInt(at + 2, length);
    return bytes;
  }

  static class Carrier extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object held;

    Carrier(Object held) {
      super("carrier", null, false, false);
      this.held = held;
    }
  }

  @Test
  void whatIsLargeInsideJavaSerializationArrivesWhole() throws IOException {
    long[] longs = new long[3_000_000];
    Arrays.setAll(longs, i -> i * 31L);
    Map<Integer, String> map = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      map.put(i, "value " + i % 10);
    }
    byte[] small = RoundTrip.encode(new Carrier("small"));
    byte[] large =
        RoundTrip.encode(
            List.of(new Carrier(longs), longs, new Carrier(new ArrayList<>(List.of(map, longs)))));
    TaskCodec.Session session = RoundTrip.session();
    for (int round = 0; round < 2; round++) {
      List<?> copy = (List<?>) session.decode(new ByteArrayInputStream(large));
      assertTrue(Arrays.equals(longs, (long[]) ((Carrier) copy.get(0)).held));
      assertTrue(Arrays.equals(longs, (long[]) copy.get(1)));
      List<?> inner = (List<?>) ((Carrier) copy.get(2)).held;
      assertEquals(map, inner.get(0));
      assertTrue(Arrays.equals(longs, (long[]) inner.get(1)));
      assertEquals(
          "small", ((Carrier) session.decode(new ByteArrayInputStream(small))).held, "round");
    }
  }

  /** Says that there is more than there is. */
  private static final class Claiming extends ByteArrayInputStream {
    Claiming(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int available() {
      return Integer.MAX_VALUE;
    }
  }

  @Test
  void arraysThatAreLargerThanWhatIsTrustedArriveWhole() throws IOException {
    byte[] large = new byte[ValueInput.TRUSTED + 12345];
    new java.util.Random(1).nextBytes(large);
    long[] longs = new long[ValueInput.TRUSTED / 8 + 4321];
    Arrays.setAll(longs, i -> i * 31L);
    byte[] encoded = RoundTrip.encode(large);
    assertTrue(Arrays.equals(large, (byte[]) RoundTrip.decodeStream(encoded)));
    encoded = RoundTrip.encode(longs);
    assertTrue(Arrays.equals(longs, (long[]) RoundTrip.decodeStream(encoded)));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Finds nothing of the tests, as a worker whose class path lacks the user's classes. */
  private static final ClassLoader BARE =
      new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());

  @Test
  void classThatTheWorkerLacksIsNamed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RoundTrip.session().encode(sample(), out);
    byte[] renamed = replace(out.toByteArray(), "$Sample", "$Absent");
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(renamed));
    String absent = CorruptBytesTest.class.getName() + "$Absent";
    assertEquals(absent, failure.className());
    assertTrue(
        failure.getMessage().contains("class " + absent + " could not be found"),
        failure.getMessage());
  }

  @Test
  void classThatTheWorkerLacksInsideJavaSerializationIsNamed() {
    byte[] bytes =
        replace(RoundTrip.encode(new LonelyException()), "LonelyException", "AbsentException");
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertEquals(CorruptBytesTest.class.getName() + "$AbsentException", failure.className());
  }

  static class LonelyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void lambdaWhoseMakerTheWorkerLacksIsNamed() {
    SerializableCallable<Integer> lambda = () -> 1;
    byte[] bytes = replace(RoundTrip.encode(lambda), "CorruptBytesTest", "AbsentBytesTest_");
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertEquals(
        CorruptBytesTest.class.getPackageName() + ".AbsentBytesTest_", failure.className());
  }

  private static byte[] replace(byte[] bytes, String from, String to) {
    assertEquals(from.length(), to.length());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from));
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void classesComeFromTheSessionsLoader() throws Exception {
    URL here = CorruptBytesTest.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] urls = {
      here, io.forkpool.spi.TaskCodec.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader other = new URLClassLoader(urls, BARE)) {
      byte[] bytes = RoundTrip.encode(new ArrayList<>(List.of(new LonelyException(), Shape.ROUND)));
      List<?> copy = (List<?>) new KryoCodec().open(other).decode(bytes, 0, bytes.length);
      assertSame(other, copy.get(0).getClass().getClassLoader());
      assertSame(other, copy.get(1).getClass().getClassLoader());
    }
  }

  enum Shape {
    ROUND
  }

  @Test
  void whatTheStreamThrowsComesOutAsItWas() {
    IOException broken = new IOException("connection reset");
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }
        };
    assertSame(broken, assertThrows(IOException.class, () -> RoundTrip.session().decode(in)));
    byte[] start = Arrays.copyOf(RoundTrip.encode(new Exception("x")), 20);
    InputStream half = new java.io.SequenceInputStream(new ByteArrayInputStream(start), in);
    assertSame(broken, assertThrows(IOException.class, () -> RoundTrip.session().decode(half)));
  }

  @Test
  void offsetAndLengthAreObeyed() {
    byte[] value = RoundTrip.encode(List.of("a", "b"));
    byte[] padded = new byte[value.length + 20];
    Arrays.fill(padded, (byte) 0x7F);
    System.arraycopy(value, 0, padded, 7, value.length);
    byte[] before = padded.clone();
    assertEquals(List.of("a", "b"), RoundTrip.session().decode(padded, 7, value.length));
    assertTrue(Arrays.equals(before, padded), "the source is left as it was");
    assertThrows(
        TaskSerializationException.class,
        () -> RoundTrip.session().decode(padded, 7, value.length - 1));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> RoundTrip.session().decode(padded, 21, value.length));
  }
}
