package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in memory that another process writes to may be anything. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CorruptLedgerTest {
  private static final int CAPACITY = 256;
  private static final int WRITTEN = 0;
  private static final int READ = 64;

  private final ByteBuffer words = ByteBuffer.allocateDirect(128).order(ByteOrder.nativeOrder());
  private final ByteBuffer data =
      ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
  private final Ring ring = new Ring(words, WRITTEN, READ, data);

  private static Payload item(int length) {
    return Payload.of(List.of(new Slice(new byte[length], 0, length)));
  }

  @Test
  void anItemOfSeveralPiecesIsOneItem() {
    ring.write(
        Payload.of(
            List.of(new Slice(new byte[] {9, 1, 2}, 1, 3), new Slice(new byte[] {3}, 0, 1))));
    assertArrayEquals(new byte[] {1, 2, 3}, ring.read(byte[]::new));
    assertNull(ring.read(byte[]::new));
  }

  @Test
  void anItemThatNeverFitsIsNotWaitedFor() {
    assertTrue(ring.mayFit(CAPACITY / 2 - 8));
    assertFalse(ring.mayFit(CAPACITY / 2));
    assertFalse(ring.hasRoom(1L << 32));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -2, 17, CAPACITY, CAPACITY + 1, Integer.MAX_VALUE})
  void aLengthThatCannotBeIsRefused(int length) {
    ring.write(item(12));
    data.putInt(0, length);
    assertThrows(IllegalStateException.class, () -> ring.read(byte[]::new));
  }

  @Test
  void aSkipBehindASkipIsRefused() {
    ring.write(item(12));
    data.putInt(0, -1);
    assertThrows(IllegalStateException.class, () -> ring.read(byte[]::new));
  }

  @Test
  void anItemThatWouldReachBeyondTheEndIsRefused() {
    words.putLong(READ, CAPACITY - 8);
    words.putLong(WRITTEN, CAPACITY + 64);
    data.putInt(CAPACITY - 8, 40);
    assertThrows(IllegalStateException.class, () -> ring.read(byte[]::new));
  }

  @ParameterizedTest
  @ValueSource(longs = {-8, 3, CAPACITY + 8, Long.MAX_VALUE, Long.MIN_VALUE})
  void aPositionThatCannotBeIsRefused(long written) {
    words.putLong(WRITTEN, written);
    assertThrows(IllegalStateException.class, () -> ring.read(byte[]::new));
  }

  @Test
  void whateverARingHoldsAReaderComesToAnEnd() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      for (int i = 0; i < CAPACITY; i += 4) {
        data.putInt(i, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(24) - 2);
      }
      words.putLong(READ, random.nextInt(64) * 8L);
      words.putLong(WRITTEN, words.getLong(READ) + random.nextInt(40) * 8L);
      int items = 0;
      try {
        while (ring.read(byte[]::new) != null) {
          assertTrue(++items <= CAPACITY / 8, "more items than there is room for");
        }
      } catch (IllegalStateException expected) {
        // most of them
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, CAPACITY, Integer.MAX_VALUE})
  void aTrayWhoseLengthCannotBeIsRefused(int length) {
    Tray tray = new Tray(data);
    data.putInt(0, length);
    assertThrows(IllegalStateException.class, () -> tray.pick(byte[]::new));
  }

  @Test
  void moreIsNotPickedThanLiesInTheTray() {
    Tray tray = new Tray(data);
    tray.lay(List.of(new byte[CAPACITY - 6]));
    tray.pick(byte[]::new);
    assertThrows(IllegalStateException.class, () -> tray.pick(byte[]::new));
  }

  @Test
  void nothingIsClaimedOfATallyWhoseLimitIsBelowWhatWasUsed() {
    Tally tally = new Tally(words, 0);
    words.putLong(0, 5); // limit 0, used 5
    assertFalse(tally.claim());
    tally.grant(6);
    assertTrue(tally.claim());
    assertFalse(tally.claim());
  }

  @Test
  void anOrderGoesItsWayOnce() {
    Order order = new Order(words, 0);
    assertFalse(order.accept());
    order.place(3);
    order.place(4);
    assertEquals(3, order.placed());
    assertTrue(order.accept());
    order.withdraw();
    assertEquals(0, order.collect(), "not delivered yet");
    order.place(5);
    order.deliver(2);
    assertEquals(2, order.collect());
    assertEquals(0, order.collect());
    order.place(1);
    order.withdraw();
    assertFalse(order.accept());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1L << 40, -1, Long.MIN_VALUE + 1, Long.MIN_VALUE})
  void whateverAnOrderSaysItsNumbersAreNotNegative(long word) {
    Order order = new Order(words, 0);
    words.putLong(0, word);
    assertTrue(order.placed() >= 0);
    assertTrue(order.collect() >= 0);
  }
}
