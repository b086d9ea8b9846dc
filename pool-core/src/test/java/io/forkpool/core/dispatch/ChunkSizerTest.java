package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChunkSizerTest {
  private static final long MANY = 1_000_000_000;
  private static final long TARGET = 3_000_000; // nanoseconds that a chunk is to take

  private final ChunkSizer sizer = new ChunkSizer();

  @Test
  void firstChunksAreOfOneTaskSinceNothingIsKnown() {
    assertEquals(1, sizer.next(MANY, 4));
    assertEquals(1, sizer.next(MANY, 4));
    assertEquals(-1, sizer.expectedNanos(1));
  }

  @Test
  void chunksOfTinyTasksGrowStepByStepToTheTarget() {
    sizer.next(MANY, 4);
    sizer.measured(1, 1_000);
    assertEquals(8, sizer.next(MANY, 4));
    assertEquals(64, sizer.next(MANY, 4));
    assertEquals(512, sizer.next(MANY, 4));
    assertEquals(3_000, sizer.next(MANY, 4));
    assertEquals(3_000, sizer.next(MANY, 4));
  }

  @Test
  void longTasksTravelOneByOne() {
    sizer.measured(1, 10 * TARGET);
    for (int i = 0; i < 5; i++) {
      assertEquals(1, sizer.next(MANY, 4));
    }
  }

  @Test
  void sizeFollowsDurationsThatChange() {
    sizer.measured(1, 1_000);
    int size = 0;
    for (int i = 0; i < 10; i++) {
      size = sizer.next(MANY, 4);
    }
    assertEquals(3_000, size);
    for (int i = 0; i < 20; i++) {
      sizer.measured(10, 10 * 100_000);
    }
    assertEquals(30, sizer.next(MANY, 4), 1);
    for (int i = 0; i < 30; i++) {
      sizer.measured(30, 30 * 1_000);
      size = sizer.next(MANY, 4);
    }
    assertEquals(3_000, size, 30);
  }

  @Test
  void oneOutlierDoesNotDecide() {
    sizer.measured(1, 1_000);
    sizer.measured(1, 100_000);
    assertEquals(1_000 + 0.4 * 99_000, sizer.expectedNanos(1), 1);
  }

  @Test
  void chunksShrinkTowardsTheEndUntilAllIsGivenOut() {
    sizer.measured(1, 1);
    for (int i = 0; i < 10; i++) {
      sizer.next(MANY, 4); // grown to the target
    }
    long left = 1000;
    int before = Integer.MAX_VALUE;
    int chunks = 0;
    while (left > 0) {
      int size = sizer.next(left, 4);
      assertTrue(size >= 1 && size <= left, size + " of " + left);
      assertTrue(size <= before, "grows towards the end");
      assertTrue(size <= Math.ceil(left / 8.0), size + " of " + left + " for 4 workers");
      before = size;
      left -= size;
      chunks++;
    }
    assertEquals(1, before);
    assertTrue(chunks >= 16, chunks + " chunks for 4 workers");
  }

  @Test
  void lastTaskIsAChunk() {
    sizer.measured(1, 1);
    assertEquals(1, sizer.next(1, 1));
    assertEquals(1, sizer.next(1, 1000));
  }

  @Test
  void durationOfZeroIsNoDivisionByZero() {
    sizer.measured(100, 0);
    for (int i = 0; i < 50; i++) {
      assertTrue(sizer.next(Long.MAX_VALUE / 2, 1) >= 1);
    }
    assertEquals(0, sizer.expectedNanos(10));
  }
}
