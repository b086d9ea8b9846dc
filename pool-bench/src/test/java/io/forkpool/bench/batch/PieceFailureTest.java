package io.forkpool.bench.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.StartMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a single file is told by its name, whichever way the batch is done. */
@Timeout(120)
class PieceFailureTest {
  @TempDir Path directory;

  private PoolWay poolWay() {
    return new PoolWay(
        new BatchOptions(directory, 1 << 20, StartMethod.SPAWN, 2, OptionalInt.empty(), 1, false));
  }

  @TestFactory
  Stream<DynamicTest> fileThatVanishedIsNamed() {
    return eachWay(
        way -> {
          Path good = Files.writeString(directory.resolve("good"), "still here");
          Path gone = directory.resolve("gone");
          assertNames(way, gone, "vanished", new Piece(good.toString(), 0, 10), piece(gone));
        });
  }

  @TestFactory
  Stream<DynamicTest> fileThatWasCutShortIsNamed() {
    return eachWay(
        way -> {
          Path cut = Files.writeString(directory.resolve("cut"), "short");
          assertNames(way, cut, "cut short", piece(cut));
        });
  }

  @Test
  void resultThatDiffersFromTheLoopIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "0123456789");
    List<Piece> pieces = List.of(piece(file), new Piece(file.toString(), 1, 9));
    List<PieceResult> good;
    try (Way loop = new LoopWay()) {
      good = loop.run(pieces);
    }
    List<PieceResult> wrong = List.of(good.get(1), good.get(0));

    Check.all("a way", pieces, good, good);
    assertEquals(2, Check.sample("a way", pieces, good));
    for (List<PieceResult> results : List.of(wrong, good.subList(0, 1))) {
      BatchFailure whole =
          assertThrows(BatchFailure.class, () -> Check.all("a way", pieces, results, good));
      BatchFailure sample =
          assertThrows(BatchFailure.class, () -> Check.sample("a way", pieces, results));
      assertEquals(1, whole.exitCode());
      assertTrue(whole.getMessage().startsWith("WRONG: a way"), whole::getMessage);
      assertTrue(sample.getMessage().startsWith("WRONG: a way"), sample::getMessage);
    }
  }

  private static Piece piece(Path file) {
    return new Piece(file.toString(), 0, 10);
  }

  private static void assertNames(Way way, Path file, String reason, Piece... pieces) {
    BatchFailure failure = assertThrows(BatchFailure.class, () -> way.run(List.of(pieces)));
    assertEquals(1, failure.exitCode());
    assertTrue(failure.getMessage().contains(file.toString()), failure::getMessage);
    assertTrue(failure.getMessage().contains(reason), failure::getMessage);
  }

  private interface Probe {
    void accept(Way way) throws Exception;
  }

  private Stream<DynamicTest> eachWay(Probe probe) {
    return Stream.of(
        eachWay("loop", LoopWay::new, probe),
        eachWay("threads", () -> new ThreadsWay(2), probe),
        eachWay("pool", this::poolWay, probe));
  }

  private static DynamicTest eachWay(String name, Supplier<Way> ways, Probe probe) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (Way way = ways.get()) {
            probe.accept(way);
          }
        });
  }
}
