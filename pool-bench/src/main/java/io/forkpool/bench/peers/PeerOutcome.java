package io.forkpool.bench.peers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.forkpool.bench.measure.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a contest.
 *
 * @param key the contest's name on the command line
 * @param title what was measured
 * @param unit of the values
 * @param lowerIsBetter true for times, false for rates
 * @param measured who took part
 * @param missing who did not, and why
 */
public record PeerOutcome(
    String key,
    String title,
    String unit,
    boolean lowerIsBetter,
    List<Measured> measured,
    Map<String, String> missing) {

  /**
   * The runs of one contestant.
   *
   * @param name who
   * @param values in the order in which they were measured; the others' runs lie between them
   * @param spread of the values
   */
  public record Measured(String name, double[] values, Spread spread) {}

  /**
   * Looks a contestant up.
   *
   * @param name who
   * @return its runs, if it took part
   */
  public Optional<Measured> of(String name) {
    return measured.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /**
   * Divides forkpool's runs by each other contestant's of the same turn.
   *
   * @return the spread of the quotients, by the other's name; empty if forkpool is missing
   */
  @JsonIgnore
  public Map<String, Spread> ratios() {
    Map<String, Spread> ratios = new LinkedHashMap<>();
    of(Ours.NAME)
        .ifPresent(
            ours ->
                measured.stream()
                    .filter(other -> other != ours)
                    .forEach(
                        other ->
                            ratios.put(
                                other.name(), Spread.ofRatios(ours.values(), other.values()))));
    return ratios;
  }
}
