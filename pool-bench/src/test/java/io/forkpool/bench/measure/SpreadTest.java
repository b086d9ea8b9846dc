package io.forkpool.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
    assertEquals(2, Spread.of(9, 1, 2).median());
    assertEquals(2.5, Spread.of(9, 1, 2, 3).median());
  }

  @Test
  void quartilesHoldTheMiddleHalfBetweenThem() {
    assertEquals(new Spread(3, 2, 4, 1, 99, 5), Spread.of(99, 2, 3, 4, 1));
    assertEquals(new Spread(7, 7, 7, 7, 7, 1), Spread.of(7));
  }

  @Test
  void ratiosAreOfTheRunsAndNotOfTheMedians() {
    assertEquals(
        Spread.of(1, 2, 4), Spread.ofRatios(new double[] {1, 4, 20}, new double[] {1, 2, 5}));
  }

  @Test
  void nothingMeasuredIsAnError() {
    assertThrows(IllegalArgumentException.class, Spread::of);
  }
}
