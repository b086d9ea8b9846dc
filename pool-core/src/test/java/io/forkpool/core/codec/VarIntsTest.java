package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of several lengths, as Kryo writes them and {@link ValueInput} reads them. */
class VarIntsTest {
  /** The ends of each length, and some between. */
  private static final long[] LONGS =
      LongStream.concat(
              LongStream.range(0, 64)
                  .flatMap(bit -> LongStream.of((1L << bit) - 1, 1L << bit, -(1L << bit))),
              new Random(7).longs(500))
          .toArray();

  private static final int[] INTS =
      LongStream.concat(Arrays.stream(LONGS), Arrays.stream(LONGS).map(x -> x >>> 32))
          .mapToInt(x -> (int) x)
          .toArray();

  private static byte[] written(boolean optimizePositive) {
    Output out = new Output(1024, -1);
    for (long value : LONGS) {
      out.writeVarLong(value, optimizePositive);
    }
    for (int value : INTS) {
      out.writeVarInt(value, optimizePositive);
    }
    return out.toBytes();
  }

  private static void requireAll(Input in, boolean optimizePositive) {
    for (long value : LONGS) {
      assertEquals(value, in.readVarLong(optimizePositive));
    }
    for (int value : INTS) {
      assertEquals(value, in.readVarInt(optimizePositive));
    }
    assertThrows(KryoException.class, in::readByte, "something is left");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytes(boolean optimizePositive) {
    ValueInput in = new ValueInput();
    in.setBuffer(written(optimizePositive));
    requireAll(in, optimizePositive);
  }

  /** Each number lies across the end of what has come, some time. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stream(boolean optimizePositive) {
    for (int step : List.of(1, 2, 3, 7)) {
      ValueInput in = ValueInput.buffered();
      in.setInputStream(slowly(written(optimizePositive), step));
      requireAll(in, optimizePositive);
    }
  }

  private static InputStream slowly(byte[] bytes, int step) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, step));
      }
    };
  }

  /**
   * Of bytes that no writer makes, too, as many are read as by Kryo, and none is believed twice.
   */
  @Test
  void bytesThatSayThatMoreFollow() {
    byte[] endless = new byte[30];
    Arrays.fill(endless, (byte) 0xFF);
    ValueInput in = new ValueInput();
    in.setBuffer(endless);
    Input kryo = new Input(endless);
    assertEquals(kryo.readVarInt(true), in.readVarInt(true));
    assertEquals(kryo.position(), in.position());
    assertEquals(kryo.readVarLong(false), in.readVarLong(false));
    assertEquals(kryo.position(), in.position());
  }

  @Test
  void bytesThatEndTooEarly() {
    for (int length = 0; length < 5; length++) {
      byte[] part = new byte[length];
      Arrays.fill(part, (byte) 0x80);
      ValueInput in = new ValueInput();
      in.setBuffer(part);
      assertThrows(KryoException.class, () -> in.readVarInt(true));
      in.setBuffer(part);
      assertThrows(KryoException.class, () -> in.readVarLong(true));
    }
  }
}
