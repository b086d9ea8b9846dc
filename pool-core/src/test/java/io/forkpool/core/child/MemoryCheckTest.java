package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a worker finds that it keeps too much memory. */
class MemoryCheckTest {
  private static final long LIMIT = 100;

  /** A process of numbers. */
  private static final class Numbers implements ProcessMemory {
    private long shared;
    private long outside;
    private long heapSize;
    private long live;
    private long garbage;

    /** What is in RAM of a heap that has shrunk. */
    private long lagging;

    private int exactLooks;

    @Override
    public long resident() {
      return shared + outside + heapSize + lagging;
    }

    @Override
    public long own() {
      exactLooks++;
      return outside + heapSize + lagging;
    }

    @Override
    public long heapSize() {
      return heapSize;
    }

    @Override
    public long heapUsed() {
      return live + garbage;
    }
  }

  private long now = Long.MAX_VALUE - 10;
  private final Numbers memory = new Numbers();
  private int collections;
  private long nanosOfACollection;
  private long shrinksTo = Long.MAX_VALUE;
  private final MemoryCheck check = check(LIMIT);

  private MemoryCheck check(long limit) {
    return new MemoryCheck(limit, memory, () -> now, this::collect);
  }

  private void collect() {
    collections++;
    memory.garbage = 0;
    long size = Math.min(memory.heapSize, shrinksTo);
    memory.lagging += memory.heapSize - size;
    memory.heapSize = size;
    now += nanosOfACollection;
  }

  private void heap(long live, long garbage, long size) {
    memory.live = live;
    memory.garbage = garbage;
    memory.heapSize = size;
  }

  private void passMillis(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void whatIsNotAboveTheLimitCostsNoExactLook() {
    heap(60, 0, 100);
    assertFalse(check.isExceeded());
    assertEquals(0, memory.exactLooks);
  }

  @Test
  void memoryThatIsSharedDoesNotCount() {
    memory.shared = 1000;
    heap(60, 0, 100);
    assertFalse(check.isExceeded());
    assertEquals(0, collections);
  }

  @Test
  void garbageDoesNotCount() {
    heap(60, 100, 200);
    assertFalse(check.isExceeded());
    assertEquals(1, collections);
  }

  @Test
  void memoryOfAHeapThatHasShrunkDoesNotCount() {
    heap(10, 190, 200);
    shrinksTo = 20;
    assertFalse(check.isExceeded());
  }

  @Test
  void whatTheHeapHoldsCounts() {
    heap(101, 20, 200);
    assertTrue(check.isExceeded());
  }

  @Test
  void whatIsOutsideOfTheHeapCounts() {
    heap(10, 0, 50);
    memory.outside = 90;
    assertFalse(check.isExceeded());
    passMillis(100);
    memory.outside = 91;
    assertTrue(check.isExceeded());
  }

  @Test
  void looksHaveATenthOfASecondBetweenThem() {
    assertFalse(check.isExceeded());
    heap(101, 0, 200);
    passMillis(99);
    assertFalse(check.isExceeded());
    passMillis(1);
    assertTrue(check.isExceeded());
  }

  @Test
  void aLongCollectionIsFollowedByALongPause() {
    heap(60, 100, 200);
    nanosOfACollection = TimeUnit.SECONDS.toNanos(1);
    assertFalse(check.isExceeded());
    heap(60, 100, 225);
    passMillis(19_999);
    assertFalse(check.isExceeded());
    assertEquals(1, collections);
    passMillis(100);
    assertFalse(check.isExceeded());
    assertEquals(2, collections);
  }

  @Test
  void growthIsLookedAtWithoutAPause() {
    heap(60, 100, 200);
    nanosOfACollection = TimeUnit.SECONDS.toNanos(1);
    assertFalse(check.isExceeded());
    heap(120, 100, 226);
    passMillis(100);
    assertTrue(check.isExceeded());
  }

  @Test
  void withoutALimitNothingIsLookedAt() {
    heap(1000, 0, 1000);
    assertFalse(check(0).isExceeded());
    assertEquals(0, memory.exactLooks);
  }
}
