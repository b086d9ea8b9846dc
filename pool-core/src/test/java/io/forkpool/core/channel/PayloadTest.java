package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final byte[] ALL = Bodies.pattern(12, 1);

  /** The bytes of ALL in pieces of 3, 0, 4, 1 and 4, from within larger arrays. */
  private static Payload pieces() {
    byte[] first = new byte[10];
    System.arraycopy(ALL, 0, first, 5, 3);
    return Payload.of(
        List.of(
            new Slice(first, 5, 8),
            new Slice(new byte[4], 2, 2),
            new Slice(ALL, 3, 7),
            new Slice(ALL, 7, 8),
            new Slice(ALL, 8, 12)));
  }

  @Test
  void lengthIsThatOfAllPieces() {
    assertEquals(12, pieces().length());
    assertEquals(0, Payload.EMPTY.length());
  }

  @Test
  void everyRangeHoldsItsBytes() {
    Payload all = pieces();
    for (int from = 0; from <= 12; from++) {
      for (int to = from; to <= 12; to++) {
        Payload range = all.range(from, to);
        assertEquals(to - from, range.length());
        assertArrayEquals(Arrays.copyOfRange(ALL, from, to), Bodies.bytesOf(range));
      }
    }
  }

  @Test
  void rangeCopiesNothing() {
    assertSame(ALL, pieces().range(4, 6).slices().get(0).array());
  }

  @Test
  void onePayloadFollowsAnother() {
    Payload both = pieces().range(9, 12).then(pieces().range(0, 2));
    assertEquals(5, both.length());
    assertArrayEquals(new byte[] {ALL[9], ALL[10], ALL[11], ALL[0], ALL[1]}, Bodies.bytesOf(both));
  }
}
