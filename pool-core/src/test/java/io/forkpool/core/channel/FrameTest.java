package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static final Frame FRAME =
      new Frame(FrameType.RESULT, 0x8010, 3, 0x0102030405060708L, -2, 0x1_0000_0010L);

  private static byte[] written(Frame frame) {
    ByteBuffer out = ByteBuffer.allocate(Frame.HEADER_BYTES);
    frame.writeTo(out);
    return out.array();
  }

  private static Frame read(byte[] header) throws MalformedFrameException {
    return Frame.read(ByteBuffer.wrap(header));
  }

  @Test
  void headerLooksAsDrawn() {
    String golden =
        "01"
            + "06"
            + "8010"
            + "00000003" // version, type, flags, count
            + "0102030405060708" // sequence
            + "fffffffffffffffe" // detail
            + "0000000100000010"; // length
    assertArrayEquals(HexFormat.of().parseHex(golden), written(FRAME));
  }

  @Test
  void headerIsReadAsItWasWritten() throws Exception {
    assertEquals(FRAME, read(written(FRAME)));
  }

  @Test
  void typesKeepTheirBytes() {
    Map<FrameType, Integer> golden =
        Map.of(
            FrameType.CALL, 1,
            FrameType.FORGET, 2,
            FrameType.STOP, 3,
            FrameType.READY, 4,
            FrameType.START_FAILED, 5,
            FrameType.RESULT, 6);
    assertEquals(golden.keySet(), java.util.Set.of(FrameType.values()));
    golden.forEach((type, code) -> assertEquals(code.byteValue(), type.code(), type.name()));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsFoundByItsByte(FrameType type) throws Exception {
    assertEquals(type, FrameType.ofCode(type.code()));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 7, 127, -1, -128})
  void unknownTypeIsRefused(byte code) {
    byte[] header = written(FRAME);
    header[1] = code;
    assertThrows(MalformedFrameException.class, () -> read(header));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 2, 'G', -1})
  void otherVersionIsRefusedAndBothAreNamed(byte version) {
    byte[] header = written(FRAME);
    header[0] = version;
    MalformedFrameException refused =
        assertThrows(MalformedFrameException.class, () -> read(header));
    assertTrue(refused.getMessage().contains("version " + version), refused.getMessage());
    assertTrue(refused.getMessage().contains("version 1"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0", // a negative count
    "-2147483648, 0",
    "0, -1", // a negative length
    "0, -9223372036854775808",
    "1, 3", // no room for the lengths of the items
    "3, 11",
    "2147483647, 8589934587",
    "0, 2147483588", // more than so many items can have, a function included
    "1, 4294967175",
    "0, 9223372036854775807"
  })
  void impossibleCountAndLengthAreRefused(int count, long length) {
    byte[] header = written(new Frame(FrameType.CALL, 0, count, 1, 0, length));
    assertThrows(MalformedFrameException.class, () -> read(header));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 2147483587", // a function of the greatest size
    "1, 4",
    "1, 4294967174",
    "2147483647, 8589934588"
  })
  void extremeButPossibleCountAndLengthAreTaken(int count, long length) throws Exception {
    Frame frame = new Frame(FrameType.CALL, 0, count, 1, 0, length);
    assertEquals(frame, read(written(frame)));
  }

  @Test
  void flagsAreToldApart() {
    int[] flags = {
      Frame.HAS_FUNCTION,
      Frame.KEEP_FUNCTION,
      Frame.CALLABLE,
      Frame.COALESCE,
      Frame.LAST,
      Frame.RETIRE
    };
    for (int one : flags) {
      Frame frame = new Frame(FrameType.CALL, one, 0, 1, 0, 0);
      for (int other : flags) {
        assertEquals(one == other, frame.has(other));
      }
    }
    assertFalse(new Frame(FrameType.CALL, 0, 0, 1, 0, 0).has(Frame.LAST));
  }
}
