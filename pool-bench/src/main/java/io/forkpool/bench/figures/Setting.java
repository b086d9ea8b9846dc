package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.StartedPool;

/**
 * What all figures are measured with.
 *
 * @param startMethod how workers come to be
 * @param workers how many workers, and threads to compare with
 * @param runs how often each figure is measured
 */
public record Setting(StartMethod startMethod, int workers, int runs) {
  StartedPool pool() {
    return StartedPool.start(startMethod, workers);
  }
}
