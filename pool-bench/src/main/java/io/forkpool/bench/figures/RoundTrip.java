package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.measure.StartedPool;
import io.forkpool.bench.peers.SocketPeer;
import java.io.IOException;

/**
 * A trivial {@code apply}, next to a bare ping-pong between two JVMs. Both are measured in blocks,
 * in turn; a run's value is the median of its block.
 */
final class RoundTrip implements Figure {
  private static final int WARM_UP = 20_000;
  private static final int BLOCK = 5_000;
  private static final SerializableFunction<Long, Long> SUCCESSOR = x -> x + 1;

  private interface Trip {
    void go(long content) throws IOException;
  }

  @Override
  public String key() {
    return "b";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    double[] apply = new double[setting.runs()];
    double[] bare = new double[setting.runs()];
    try (StartedPool started = setting.pool();
        SocketPeer peer = SocketPeer.start()) {
      Pool pool = started.pool();
      Trip viaPool = x -> Results.requireEqual(x + 1, pool.apply(SUCCESSOR, x), "apply's result");
      blockMicros(viaPool, WARM_UP);
      blockMicros(peer::pingPong, WARM_UP);
      for (int run = 0; run < setting.runs(); run++) {
        apply[run] = blockMicros(viaPool, BLOCK);
        bare[run] = blockMicros(peer::pingPong, BLOCK);
      }
    }
    report.line(key(), "round trip of a trivial apply", "us", apply);
    report.line(key(), "bare unix socket, 64 bytes there and back", "us", bare);
    report.line(key(), "ratio apply / bare socket", "x", Spread.ofRatios(apply, bare));
  }

  private static double blockMicros(Trip trip, int count) throws IOException {
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      trip.go(i);
      micros[i] = (System.nanoTime() - begun) / 1e3;
    }
    return Spread.of(micros).median();
  }
}
