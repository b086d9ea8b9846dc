package io.forkpool.core.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClaimsTest {
  @TempDir Path directory;
  private Path file;
  private Claims parent;
  private Claims child;

  @BeforeEach
  void map() throws IOException {
    file = directory.resolve("claims");
    parent = Claims.create(file);
    child = Claims.open(file);
  }

  @Test
  void nothingIsClaimedAtFirst() {
    assertEquals(0, parent.claimed());
    assertEquals(0, parent.begun(0));
    assertEquals(0, parent.begun(1));
  }

  @Test
  void claimOfTheChildIsSeenByTheParent() {
    assertTrue(child.claim(1, 0));
    assertEquals(1, parent.claimed());
    assertTrue(child.claim(2, 0));
    assertEquals(2, parent.claimed());
  }

  @Test
  void bothSeeEachOtherAlsoWhenTheFileIsDeleted() throws IOException {
    Files.delete(file);
    assertTrue(child.claim(1, 0));
    assertEquals(1, parent.claimed());
    assertEquals(1, parent.revoke(0));
    assertFalse(child.claim(2, 0));
  }

  @Test
  void revokedChunkCannotBeClaimed() {
    assertTrue(child.claim(1, 0));
    assertEquals(1, parent.revoke(0));
    assertFalse(child.claim(2, 0));
    assertEquals(1, parent.claimed());
  }

  @Test
  void chunkThatIsSentAfterARevocationCanBeClaimed() {
    parent.revoke(0);
    assertFalse(child.claim(1, 0));
    assertTrue(child.claim(2, 1));
    assertEquals(2, parent.claimed());
  }

  @Test
  void epochsAndSequenceNumbersDoNotTouchEachOther() {
    long large = (1L << 44) - 1;
    for (long epoch = 0; epoch < 3; epoch++) {
      assertTrue(child.claim(large - 3 + epoch, epoch));
      assertEquals(large - 3 + epoch, parent.revoke(epoch));
    }
  }

  @Test
  void epochsWrap() {
    long last = (1L << 20) - 1;
    parent.revoke(last - 1);
    assertTrue(child.claim(1, last));
    assertEquals(1, parent.revoke(last));
    assertFalse(child.claim(2, last));
    assertTrue(child.claim(3, last + 1));
  }

  @Test
  void progressIsThatOfTheClaimedChunk() {
    child.claim(5, 0);
    assertEquals(0, parent.begun(5));
    child.begin(5, 0);
    assertEquals(1, parent.begun(5));
    child.begin(5, 6);
    assertEquals(7, parent.begun(5));
    child.claim(6, 0);
    assertEquals(0, parent.begun(6), "claimed, but no task of it has begun");
  }

  @Test
  void childIsCondemnedForTheTaskThatItRunsOnly() {
    child.claim(5, 0);
    child.begin(5, 0);
    long first = parent.progress();
    assertTrue(child.begin(5, 1));
    assertFalse(parent.condemn(first), "it has gone on");
    assertTrue(child.begin(5, 2));
    assertTrue(parent.condemn(parent.progress()));
    assertEquals(3, parent.begun(5), "what it runs is still known");
    assertFalse(child.begin(5, 3));
    assertFalse(child.begin(6, 0));
    assertEquals(3, parent.begun(5));
  }

  @Test
  void childIsCondemnedWhateverItRuns() {
    child.claim(5, 0);
    parent.condemn();
    assertFalse(child.begin(5, 0));
    assertEquals(0, parent.begun(5));
  }

  @Test
  void onlyTheDroppedChunkIsSkipped() {
    assertFalse(child.isDropped(1));
    parent.drop(2);
    assertFalse(child.isDropped(1));
    assertTrue(child.isDropped(2));
    assertFalse(child.isDropped(3));
    parent.drop(3);
    assertTrue(child.isDropped(3));
  }

  @Test
  void progressOfLargeNumbersIsToldApart() {
    long large = (1L << 40) + 17;
    child.begin(large, Integer.MAX_VALUE - 1);
    assertEquals(Integer.MAX_VALUE, parent.begun(large));
    assertEquals(0, parent.begun(large + 1));
  }

  @Test
  void progressChangesWithEveryTask() {
    long before = parent.progress();
    child.begin(1, 0);
    long first = parent.progress();
    child.begin(1, 1);
    long second = parent.progress();
    child.begin(2, 1);
    assertNotEquals(before, first);
    assertNotEquals(first, second);
    assertNotEquals(second, parent.progress());
  }

  @Test
  void existingFileIsNotTakenOver() {
    assertThrows(IOException.class, () -> Claims.create(file));
    assertThrows(IOException.class, () -> Claims.open(directory.resolve("none")));
  }

  /** The parent takes back while the child claims: each chunk is with exactly one of them. */
  @Test
  void everyChunkIsEitherClaimedOrTakenBack() throws Exception {
    int rounds = 20_000;
    int chunks = 4;
    boolean[][] claimed = new boolean[rounds][chunks];
    long[] lastClaimed = new long[rounds];
    CyclicBarrier barrier = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> claiming =
          threads.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  barrier.await();
                  for (int chunk = 0; chunk < chunks; chunk++) {
                    claimed[round][chunk] = child.claim(1L + round * chunks + chunk, round);
                  }
                }
                return null;
              });
      Future<?> revoking =
          threads.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  barrier.await();
                  for (int spin = round % 60; spin > 0; spin--) {
                    Thread.onSpinWait();
                  }
                  lastClaimed[round] = parent.revoke(round);
                }
                return null;
              });
      claiming.get();
      revoking.get();
    } finally {
      threads.shutdownNow();
    }
    for (int round = 0; round < rounds; round++) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        boolean spared = 1L + round * chunks + chunk <= lastClaimed[round];
        assertEquals(spared, claimed[round][chunk], "round " + round + ", chunk " + chunk);
      }
    }
  }

  @Test
  void claimsOfAKilledProcessAreSeen() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Claimer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      await().until(() -> !process.isAlive() || parent.begun(3) == 8);
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertEquals(3, parent.claimed());
    assertEquals(8, parent.begun(3));
    assertEquals(3, parent.revoke(0));
  }

  /** Claims the third chunk, begins its task 7, and waits to be killed. */
  static final class Claimer {
    private Claimer() {}

    public static void main(String[] args) throws IOException {
      Claims claims = Claims.open(Path.of(args[0]));
      for (long sequence = 1; sequence <= 3; sequence++) {
        claims.claim(sequence, 0);
      }
      for (int task = 0; task <= 7; task++) {
        claims.begin(3, task);
      }
      System.in.read();
    }
  }
}
