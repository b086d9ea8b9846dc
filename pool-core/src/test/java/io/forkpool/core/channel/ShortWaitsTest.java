package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortWaitsTest {
  private static final long LOOK = TimeUnit.MICROSECONDS.toNanos(5);

  private final AtomicLong clock = new AtomicLong(-17);
  private final ShortWaits waits = new ShortWaits(clock::get, 2);

  @Test
  void theFirstWaitSleeps() {
    assertEquals(0, looksInAWaitOf(waits, LOOK));
  }

  @Test
  void aWaitAfterAShortOneLooksAgainForAsLongAsItMaySpin() {
    looksInAWaitOf(waits, LOOK);

    assertEquals(ShortWaits.SPIN_NANOS / LOOK, looksInAWaitOf(waits, TimeUnit.SECONDS.toNanos(1)));
  }

  @Test
  void aWaitAfterALongOneSleeps() {
    looksInAWaitOf(waits, LOOK);
    looksInAWaitOf(waits, ShortWaits.SHORT_NANOS);

    assertEquals(0, looksInAWaitOf(waits, LOOK));
  }

  @Test
  void shortWaitsAreSpunOnAgainAfterALongOneInBetween() {
    looksInAWaitOf(waits, ShortWaits.SHORT_NANOS);
    looksInAWaitOf(waits, ShortWaits.SHORT_NANOS - 1);

    assertEquals(2, looksInAWaitOf(waits, 2 * LOOK));
  }

  @Test
  void whatWasThereWithoutAWaitChangesNothing() {
    looksInAWaitOf(waits, LOOK);
    clock.addAndGet(TimeUnit.HOURS.toNanos(1));
    waits.over();

    assertEquals(1, looksInAWaitOf(waits, LOOK));
  }

  @Test
  void aSingleProcessorIsNeverSpunOn() {
    ShortWaits single = new ShortWaits(clock::get, 1);
    looksInAWaitOf(single, LOOK);

    assertEquals(0, looksInAWaitOf(single, LOOK));
  }

  /** Waits so long; returns how often it was told to look again. */
  private int looksInAWaitOf(ShortWaits subject, long nanos) {
    long end = clock.get() + nanos;
    int looks = 0;
    while (subject.lookAgain() && clock.get() < end) {
      looks++;
      clock.addAndGet(LOOK);
    }
    clock.set(end);
    subject.over();
    return looks;
  }
}
