package io.forkpool.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
    assertEquals(new Spread(2, 1, 9, 3), Spread.of(9, 1, 2));
    assertEquals(new Spread(2.5, 1, 9, 4), Spread.of(9, 1, 2, 3));
  }

  @Test
  void ratiosAreOfTheRunsAndNotOfTheMedians() {
    assertEquals(
        new Spread(2, 1, 4, 3), Spread.ofRatios(new double[] {1, 4, 20}, new double[] {1, 2, 5}));
  }

  @Test
  void nothingMeasuredIsAnError() {
    assertThrows(IllegalArgumentException.class, Spread::of);
  }
}
