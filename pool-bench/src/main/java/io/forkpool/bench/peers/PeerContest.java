package io.forkpool.bench.peers;

import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same work by forkpool and by its peers, in turn, run by run: a noisy moment harms all of
 * them. A ratio is the median of the runs' own ratios.
 *
 * @param key its name on the command line
 * @param title what is measured
 * @param unit of the values
 * @param lowerIsBetter true for times, false for rates
 * @param warmUps runs of each contestant that do not count
 * @param runs runs of each contestant that do
 * @param contestants by name, ours first
 */
public record PeerContest(
    String key,
    String title,
    String unit,
    boolean lowerIsBetter,
    int warmUps,
    int runs,
    Map<String, Contestant.Start> contestants) {

  /**
   * Measures; who is missing is named in the outcome, with the reason.
   *
   * @return what came out
   * @throws IOException if a contestant that is there fails
   */
  public PeerOutcome measure() throws IOException {
    Map<String, String> missing = new LinkedHashMap<>();
    Map<String, Contestant> present = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Contestant.Start> entry : contestants.entrySet()) {
        try {
          present.put(entry.getKey(), entry.getValue().start());
        } catch (MissingPeerException absent) {
          missing.put(entry.getKey(), absent.getMessage());
        }
      }
      return new PeerOutcome(key, title, unit, lowerIsBetter, inTurn(present), missing);
    } finally {
      for (Contestant contestant : present.values()) {
        contestant.close();
      }
    }
  }

  private List<PeerOutcome.Measured> inTurn(Map<String, Contestant> present) throws IOException {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int run = -warmUps; run < runs; run++) {
      for (Map.Entry<String, Contestant> entry : present.entrySet()) {
        double value = entry.getValue().run();
        if (run >= 0) {
          values.computeIfAbsent(entry.getKey(), name -> new double[runs])[run] = value;
        }
      }
    }
    List<PeerOutcome.Measured> measured = new ArrayList<>();
    values.forEach(
        (name, all) -> measured.add(new PeerOutcome.Measured(name, all, Spread.of(all))));
    return measured;
  }
}
