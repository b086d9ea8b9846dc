package io.forkpool.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerContestTest {
  @TempDir private Path directory;

  private final List<String> log = new ArrayList<>();
  private final Map<String, Contestant.Start> contestants = new LinkedHashMap<>();

  @Test
  void contestantsAreMeasuredInTurnAndWarmUpsDoNotCount() throws IOException {
    takesPart("forkpool", 100, 1, 2);
    takesPart("other", 100, 10, 20);

    PeerOutcome outcome = contest(1, 2).measure();

    assertEquals(
        List.of(
            "forkpool",
            "other",
            "forkpool",
            "other",
            "forkpool",
            "other",
            "forkpool gone",
            "other gone"),
        log);
    assertEquals(Spread.of(1, 2), outcome.of("forkpool").orElseThrow().spread());
    assertEquals(Spread.of(10, 20), outcome.of("other").orElseThrow().spread());
  }

  @Test
  void ratiosAreThoseOfTheTurnsWithForkpoolAbove() throws IOException {
    takesPart("forkpool", 1, 4, 20);
    takesPart("other", 1, 2, 5);

    PeerOutcome outcome = contest(0, 3).measure();

    assertEquals(Map.of("other", Spread.of(1, 2, 4)), outcome.ratios());
  }

  @Test
  void missingPeerIsNamedWithItsReasonAndTheOthersAreMeasured() throws IOException {
    takesPart("forkpool", 1);
    contestants.put(
        "other",
        () -> {
          throw new MissingPeerException("not here");
        });

    PeerOutcome outcome = contest(0, 1).measure();

    assertEquals(Map.of("other", "not here"), outcome.missing());
    assertTrue(outcome.of("other").isEmpty());
    assertTrue(outcome.of("forkpool").isPresent());
    assertEquals(Map.of(), outcome.ratios());
  }

  @Test
  void peerThatFailsEndsTheContestAndAllAreClosed() {
    takesPart("forkpool", 1, 2);
    takesPart("other", 1);

    assertThrows(IOException.class, () -> contest(0, 2).measure());
    assertEquals(List.of("forkpool gone", "other gone"), log.subList(log.size() - 2, log.size()));
  }

  @Test
  void absentPythonAndCompilerAreSaid() {
    MissingPeerException python =
        assertThrows(
            MissingPeerException.class,
            () ->
                new Python("no-such-python", directory)
                    .start(new Work("start", StartMethod.SPAWN, 2)));
    MissingPeerException compiler =
        assertThrows(MissingPeerException.class, () -> Floors.fork("no-such-compiler", directory));

    assertTrue(python.getMessage().contains("no-such-python"), python::getMessage);
    assertTrue(compiler.getMessage().contains("no-such-compiler"), compiler::getMessage);
  }

  @Test
  void pythonThatCannotRunIsMissingToo() {
    MissingPeerException python =
        assertThrows(
            MissingPeerException.class,
            () -> new Python("false", directory).start(new Work("start", StartMethod.SPAWN, 2)));

    assertTrue(python.getMessage().startsWith("false has no multiprocessing"), python::getMessage);
  }

  private PeerContest contest(int warmUps, int runs) {
    return new PeerContest("key", "title", "ms", true, warmUps, runs, contestants);
  }

  /** Gives the values one after the other, and fails when there are no more. */
  private void takesPart(String name, double... values) {
    contestants.put(
        name,
        () ->
            new Contestant() {
              private int next;

              @Override
              public double run() throws IOException {
                log.add(name);
                if (next == values.length) {
                  throw new IOException(name + " has no more");
                }
                return values[next++];
              }

              @Override
              public void close() {
                log.add(name + " gone");
              }
            });
  }
}
