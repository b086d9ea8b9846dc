package io.forkpool.fuzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Rounds of bad input for one end of a protocol. Each round has a seed of its own, so that the one
 * that fails can be run again alone.
 *
 * <ul>
 *   <li>{@code -Dforkpool.fuzz.seed=S}: the seed, else a fresh one; it is printed in any case.
 *   <li>{@code -Dforkpool.fuzz.frames=N}: so many frames for each target; else as many as {@link
 *       #BRIEFLY} allows. The profile {@code stress} sets it.
 *   <li>{@code -Dforkpool.fuzz.first=R}: the round to begin with.
 * </ul>
 *
 * <p>A round escapes by throwing; by allocating more than {@link #MOST_BYTES}, which only a length
 * that was believed can make it do; or by not ending. After the rounds there are as many threads
 * and descriptors as before.
 */
public final class FuzzRun {
  /** Target code that reacts as it should returns how many frames it was fed. */
  public interface Round {
    int feed(Random random) throws Throwable;
  }

  private static final Duration BRIEFLY = Duration.ofMillis(300);
  private static final Duration A_HANG = Duration.ofSeconds(20);

  /** Inputs have some 100 KB at most; what a length may claim unproven costs up to 64 MiB. */
  private static final long MOST_BYTES = 200L << 20;

  private static final long STACK_BYTES = 1 << 20; // as a slot's thread has
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final String target;
  private final Round round;
  private final long seed = Long.getLong("forkpool.fuzz.seed", new Random().nextLong());
  private final long most;
  private volatile long number = Long.getLong("forkpool.fuzz.first", 0);
  private volatile long frames;
  private volatile boolean givenUp;
  private Throwable escape;

  /** After the first round: the JDK and JNA make some for themselves when first needed. */
  private volatile long descriptorsAtFirst = -1;

  private volatile int threadsAtFirst;

  private FuzzRun(String target, int share, Round round) {
    this.target = target;
    this.round = round;
    this.most = Long.getLong("forkpool.fuzz.frames", 0) / share;
  }

  /**
   * Runs rounds until there were enough frames.
   *
   * @param target what is fed
   * @param round feeds it once
   */
  public static void of(String target, Round round) {
    ofShare(target, 1, round);
  }

  /**
   * Runs rounds until there were enough frames, for a target whose rounds are slow.
   *
   * @param target what is fed
   * @param share of how many frames that are asked for it gets one
   * @param round feeds it once
   */
  public static void ofShare(String target, int share, Round round) {
    new FuzzRun(target, share, round).run();
  }

  private void run() {
    System.out.println("fuzz " + target + ": -Dforkpool.fuzz.seed=" + seed);
    long begin = System.nanoTime();
    Thread runner = new Thread(null, this::rounds, "fuzz-" + target, STACK_BYTES);
    runner.setDaemon(true);
    runner.start();
    awaitEnd(runner);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.println(
        String.format(Locale.ROOT, "fuzz %s: %,d frames in %,d ms", target, frames, millis));
    if (escape != null) {
      throw new AssertionError(replay("escaped"), escape);
    }
    assertTrue(frames > 0, "nothing was fed");
    await(target + " leaves no thread")
        .pollInSameThread()
        .atMost(A_HANG)
        .until(() -> Thread.activeCount() < threadsAtFirst);
    await(target + " leaves no descriptor")
        .pollInSameThread()
        .atMost(A_HANG)
        .until(() -> descriptors() <= descriptorsAtFirst);
  }

  private void rounds() {
    long end = System.nanoTime() + BRIEFLY.toNanos();
    try {
      while (!givenUp && (most > 0 ? frames < most : System.nanoTime() < end)) {
        long before = allocated();
        frames += round.feed(new Random(seed + number * GOLDEN));
        long bytes = allocated() - before;
        if (bytes > MOST_BYTES) {
          throw new AssertionError(bytes + " bytes were allocated");
        }
        number++;
        if (descriptorsAtFirst < 0) {
          descriptorsAtFirst = descriptors();
          threadsAtFirst = Thread.activeCount(); // this one among them
        }
      }
    } catch (Throwable t) {
      escape = t;
    }
  }

  private void awaitEnd(Thread runner) {
    try {
      long seen = -1;
      long since = System.nanoTime();
      while (runner.isAlive()) {
        runner.join(100);
        if (number != seen) {
          seen = number;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > A_HANG.toNanos()) {
          givenUp = true;
          AssertionError hang = new AssertionError(replay("hangs"));
          hang.setStackTrace(runner.getStackTrace());
          throw hang;
        }
      }
    } catch (InterruptedException e) {
      givenUp = true;
      throw new AssertionError(replay("was interrupted"), e);
    }
  }

  private String replay(String what) {
    return target
        + " "
        + what
        + " in round "
        + number
        + ": -Dforkpool.fuzz.seed="
        + seed
        + " -Dforkpool.fuzz.first="
        + number;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /**
   * How many sockets, pipes, selectors and the like this JVM has open; 0 where that cannot be seen.
   * Files are not counted: JARs are opened when they are first needed.
   */
  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(FuzzRun::isNoFile).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isNoFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains(":");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
