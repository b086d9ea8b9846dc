package io.forkpool.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.Ledger;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Ring;
import io.forkpool.core.channel.Slice;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomWaitTest {
  private static final int ITEM = 64 << 10;
  private static final int MILLISECOND = 1_000_000;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Ledger ledger = Ledger.unshared(Membership.RING_BYTES);
  private final Ring ring = ledger.ring();
  private long now;
  private int sleeps;

  /** How often an item leaves, in sleeps; 0 for never. */
  private int pace;

  /** Whether the owner has others that leave before those in the ring. */
  private boolean behindOthers;

  private long departed;

  private final RoomWait wait = new RoomWait(() -> now, this::sleep);

  @BeforeEach
  void fill() {
    Payload item = Payload.of(List.of(new Slice(new byte[ITEM], 0, ITEM)));
    while (ring.hasRoom(ITEM)) {
      ring.write(item);
    }
  }

  private void sleep(long nanos) {
    now += nanos;
    sleeps++;
    if (pace > 0 && sleeps % pace == 0) {
      departed += ITEM;
      ledger.departed(departed);
      if (!behindOthers) {
        assertNotNull(ring.read(byte[]::new));
      }
    }
  }

  @Test
  void aFastReaderIsWaitedForUntilThereIsRoomForMany() {
    pace = 1;
    assertTrue(wait.await(ledger, ITEM, FOR_EVER));
    assertTrue(sleeps > 6, "room for one is too little to begin with");
    assertTrue(ring.hasRoom(6 * ITEM));
  }

  @Test
  void aRingThatNobodyReadsIsNotWaitedForLong() {
    assertFalse(wait.await(ledger, ITEM, FOR_EVER));
    assertTrue(now <= 2 * MILLISECOND + MILLISECOND / 10, now + " ns");
  }

  @Test
  void aSlowReaderIsNotWaitedForLong() {
    pace = 30;
    assertTrue(wait.await(ledger, ITEM, FOR_EVER), "there is room for this one at least");
    assertTrue(now <= 4 * MILLISECOND, now + " ns");
    fill();
    sleeps = 0;
    wait.await(ledger, ITEM, FOR_EVER);
    assertEquals(0, sleeps, "it was in vain the last time");
  }

  @Test
  void aFastReaderIsWaitedForAlsoWhenItHasOtherItemsFirst() {
    pace = 2;
    behindOthers = true;
    assertFalse(wait.await(ledger, ITEM, FOR_EVER));
    assertTrue(now > 10 * MILLISECOND && now < 21 * MILLISECOND, now + " ns");
  }

  @Test
  void whoHasLittleTimeDoesNotWait() {
    pace = 1;
    assertFalse(wait.await(ledger, ITEM, MILLISECOND));
    assertEquals(0, sleeps);
  }
}
