package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.TaskSerializationException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemBufferTest {
  private static final int OWN_PIECE = 32 * 1024;

  private final ItemBuffer buffer = new ItemBuffer(false);

  private static int add(ItemBuffer buffer, byte[] item) {
    buffer.beginItem();
    buffer.write(item, 0, item.length);
    return buffer.endItem();
  }

  /** What a buffer is to hold: each item behind its length. */
  private static byte[] items(byte[]... items) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] item : items) {
        out.writeInt(item.length);
        out.write(item);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private void assertHolds(byte[]... items) {
    byte[] expected = items(items);
    assertEquals(expected.length, buffer.size());
    Payload drained = buffer.drain();
    assertEquals(expected.length, drained.length());
    assertArrayEquals(expected, Bodies.bytesOf(drained));
    assertEquals(0, buffer.size());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 503, 504, 505, 508, 4096, OWN_PIECE - 1, OWN_PIECE, OWN_PIECE + 1, 1 << 20})
  void itemsLieBehindTheirLengths(int length) {
    byte[] item = Bodies.pattern(length, 1);
    assertEquals(length + 4, add(buffer, item));
    assertEquals(7, add(buffer, new byte[] {1, 2, 3}));
    assertEquals(length + 4, add(buffer, item));
    assertHolds(item, new byte[] {1, 2, 3}, item);
  }

  @Test
  void itemMayBeWrittenInAnyPieces() {
    Random random = new Random(17);
    byte[] item = Bodies.pattern(3_000_000, 2);
    buffer.beginItem();
    int at = 0;
    while (at < item.length) {
      int some = Math.min(item.length - at, random.nextInt(4) == 0 ? 1 : random.nextInt(100_000));
      if (some == 1) {
        buffer.write(item[at]);
      } else {
        buffer.write(item, at, some);
      }
      at += some;
    }
    buffer.endItem();
    assertHolds(item);
  }

  @Test
  void lengthIsFilledInThoughTheItemBeginsAtTheEndOfABlock() {
    byte[] filler = Bodies.pattern(512 - 4 - 4, 1); // leaves room for one length in the first block
    byte[] item = Bodies.pattern(100, 2);
    add(buffer, filler);
    add(buffer, item);
    add(buffer, filler);
    assertHolds(filler, item, filler);
  }

  @Test
  void largeArrayIsKeptWhereItIsLentToABufferThatBorrows() {
    byte[] large = new byte[OWN_PIECE];
    assertNotSame(large, lent(new ItemBuffer(false), large));
    assertSame(large, lent(new ItemBuffer(true), large));
  }

  private static byte[] lent(ItemBuffer buffer, byte[] large) {
    buffer.beginItem();
    buffer.borrow(large, 0, large.length);
    buffer.endItem();
    return buffer.drain().slices().stream()
        .filter(slice -> slice.length() == large.length)
        .findFirst()
        .orElseThrow()
        .array();
  }

  @Test
  void aPartOfAnArrayIsLent() {
    ItemBuffer borrowing = new ItemBuffer(true);
    byte[] large = Bodies.pattern(3 * OWN_PIECE, 1);
    borrowing.beginItem();
    borrowing.borrow(large, 10, 2 * OWN_PIECE);
    borrowing.borrow(large, 5, 7);
    borrowing.endItem();
    assertTrue(borrowing.holdsBorrowed());
    byte[] item = new byte[2 * OWN_PIECE + 7];
    System.arraycopy(large, 10, item, 0, 2 * OWN_PIECE);
    System.arraycopy(large, 5, item, 2 * OWN_PIECE, 7);
    assertArrayEquals(items(item), Bodies.bytesOf(borrowing.drain()));
  }

  /** As any stream allows: encoders fill one block again and again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsWrittenMayBeChangedAtOnce(boolean borrowing) {
    ItemBuffer buffer = new ItemBuffer(borrowing);
    byte[] block = new byte[2 * OWN_PIECE];
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    buffer.beginItem();
    for (int i = 0; i < 3; i++) {
      byte[] next = Bodies.pattern(block.length, i);
      System.arraycopy(next, 0, block, 0, block.length);
      buffer.write(block, 0, block.length);
      expected.writeBytes(next);
    }
    buffer.endItem();
    assertFalse(buffer.holdsBorrowed());
    assertArrayEquals(items(expected.toByteArray()), Bodies.bytesOf(buffer.drain()));
  }

  @Test
  void droppedItemLeavesNoTrace() {
    add(buffer, new byte[] {1});
    buffer.beginItem();
    buffer.write(new byte[] {9, 9, 9}, 0, 3);
    buffer.dropItem();
    assertEquals(5, buffer.size());
    add(buffer, new byte[] {2});
    assertHolds(new byte[] {1}, new byte[] {2});
  }

  @Test
  void itemIsDroppedWithAllItsPiecesAndBlocks() {
    byte[] kept = Bodies.pattern(300, 1);
    add(buffer, kept);
    buffer.beginItem();
    for (int i = 0; i < 5; i++) {
      buffer.write(new byte[200_000], 0, 200_000); // pieces of their own
      buffer.write(new byte[20_000], 0, 20_000); // blocks
      buffer.write(9);
    }
    buffer.dropItem();
    assertEquals(304, buffer.size());
    add(buffer, kept);
    assertHolds(kept, kept);
  }

  @Test
  void itemThatIsDroppedAfterADrainLeavesTheDrainedBytesAlone() {
    byte[] first = Bodies.pattern(50, 1);
    add(buffer, first);
    Payload drained = buffer.drain();
    buffer.beginItem();
    buffer.write(new byte[100_000], 0, 100_000);
    buffer.dropItem();
    byte[] second = Bodies.pattern(60, 2);
    add(buffer, second);
    assertArrayEquals(items(first), Bodies.bytesOf(drained));
    assertHolds(second);
  }

  @Test
  void drainedBytesStayWhileFurtherItemsAreAdded() {
    Payload[] drained = new Payload[100];
    for (int i = 0; i < drained.length; i++) {
      add(buffer, Bodies.pattern(i * 40, i));
      drained[i] = buffer.drain();
    }
    add(buffer, new byte[100_000]);
    for (int i = 0; i < drained.length; i++) {
      assertArrayEquals(items(Bodies.pattern(i * 40, i)), Bodies.bytesOf(drained[i]));
    }
  }

  @Test
  void emptyBufferDrainsToNothing() {
    assertEquals(0, buffer.drain().length());
    assertTrue(buffer.drain().slices().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 200_000})
  void itemAboveTheLimitIsRefusedWithAdvice(int limit) {
    ItemBuffer limited = new ItemBuffer(false, limit);
    add(limited, new byte[limit]);
    limited.beginItem();
    TaskSerializationException refused =
        assertThrows(
            TaskSerializationException.class,
            () -> limited.write(new byte[limit + 1], 0, limit + 1));
    assertTrue(refused.getMessage().contains("more than " + limit), refused.getMessage());
    assertTrue(refused.getMessage().contains("in parts"), refused.getMessage());
    limited.dropItem();
    add(limited, new byte[] {1, 2});
    assertArrayEquals(items(new byte[limit], new byte[] {1, 2}), Bodies.bytesOf(limited.drain()));
  }

  @Test
  void largeArrayAboveTheLimitIsNotCopiedFirst() {
    ItemBuffer limited = new ItemBuffer(false, 100_000);
    limited.beginItem();
    assertThrows(
        TaskSerializationException.class, () -> limited.write(new byte[100_001], 0, 100_001));
    assertEquals(4, limited.size());
  }

  @Test
  void limitCountsWhateverTheItemIsWrittenIn() {
    ItemBuffer limited = new ItemBuffer(false, 100_000);
    limited.beginItem();
    limited.write(new byte[60_000], 0, 60_000);
    limited.write(new byte[20_000], 0, 20_000);
    for (int i = 0; i < 20_000; i++) {
      limited.write(i);
    }
    assertThrows(TaskSerializationException.class, () -> limited.write(1));
  }

  @Test
  void limitIsForOneItemNotForAll() {
    ItemBuffer limited = new ItemBuffer(false, 1_000);
    for (int i = 0; i < 100; i++) {
      add(limited, new byte[1_000]);
    }
    assertEquals(100 * 1_004, limited.drain().length());
  }
}
