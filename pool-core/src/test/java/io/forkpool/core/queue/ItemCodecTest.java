package io.forkpool.core.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.ProcessQueue;
import io.forkpool.TaskSerializationException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory of items that is used again shows nothing of what was in it. */
class ItemCodecTest {
  private static byte[] encoded(Object item) {
    try (ItemCodec codec = ItemCodec.lend()) {
      return codec.encode(item).toBytes();
    }
  }

  private static Object decoded(byte[] item) {
    try (ItemCodec codec = ItemCodec.lend()) {
      return codec.decode(item);
    }
  }

  @Test
  void nothingOfTheItemBeforeIsInTheNextOne() {
    for (int length : new int[] {1 << 20, 100, 20_000, 0, 70_000, 5_000, 1 << 14}) {
      String text = "x".repeat(length);
      assertEquals(text, decoded(encoded(text)));
      byte[] block = new byte[length];
      Arrays.fill(block, (byte) length);
      List<?> both = (List<?>) decoded(encoded(List.of(text, block)));
      assertEquals(text, both.get(0));
      assertArrayEquals(block, (byte[]) both.get(1));
    }
  }

  @Test
  void nothingOfAnItemThatCannotTravelIsInTheNextOne() {
    List<?> item = List.of("x".repeat(50_000), new byte[50_000], new Thread());
    assertEquals("evil", decoded(encoded("evil")));
    assertThrows(TaskSerializationException.class, () -> encoded(item));
    assertEquals("good", decoded(encoded("good")));
  }

  /** An item whose encoding encodes another. */
  private static final class Outer implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      return "outer of " + decoded(encoded("inner"));
    }
  }

  @Test
  void anItemMayBeEncodedWhileAnotherIs() {
    assertEquals("outer of inner", decoded(encoded(new Outer())));
    try (ItemCodec first = ItemCodec.lend();
        ItemCodec second = ItemCodec.lend()) {
      assertNotSame(first, second);
    }
  }

  @Test
  void onlyAnArrayThatWasTakenIsUsedForOtherItems() throws Exception {
    byte[] block = new byte[2_000];
    Arrays.fill(block, (byte) 7);
    try (ProcessQueue<byte[]> queue = new BrokeredQueueProvider().newQueue(Integer.MAX_VALUE)) {
      queue.put(block);
      assertArrayEquals(block, queue.peek());
      for (int length = block.length; length < block.length + 20; length++) {
        Arrays.fill(SpareArrays.take(length), (byte) 1);
      }
      byte[] taken = queue.take();
      assertArrayEquals(block, taken);
      for (int length = block.length; length < block.length + 20; length++) {
        Arrays.fill(SpareArrays.take(length), (byte) 1);
      }
      assertArrayEquals(block, taken);
    }
  }

  @Test
  void aSpareArrayIsGivenOnce() {
    byte[] array = new byte[12_345];
    SpareArrays.giveBack(array);
    byte[] first = SpareArrays.take(array.length);
    byte[] second = SpareArrays.take(array.length);
    assertEquals(array.length, first.length);
    assertEquals(array.length, second.length);
    assertNotSame(first, second);
    SpareArrays.giveBack(first);
    assertEquals(12_344, SpareArrays.take(12_344).length);
    assertEquals(12_346, SpareArrays.take(12_346).length);
  }
}
