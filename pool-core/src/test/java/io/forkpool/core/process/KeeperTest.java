package io.forkpool.core.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another test's child may have a keeper, too: this one's is what is new. */
@Timeout(60)
class KeeperTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  private final Keeper keeper =
      new Keeper(keeping -> new Thread(null, keeping, "forkpool-children", 256 * 1024));
  private Set<Thread> before;

  @BeforeEach
  void look() {
    before = Set.copyOf(all());
  }

  private static List<Thread> all() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("forkpool-children"))
        .collect(Collectors.toList());
  }

  private List<Thread> threads() {
    return all().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private Thread thread() {
    assertEquals(1, threads().size());
    return threads().get(0);
  }

  private void awaitNone() {
    await().atMost(PROMPT).until(() -> threads().isEmpty());
  }

  @Test
  void oneNonDaemonThreadIsThereAsLongAsThereAreChildren() {
    assertEquals(List.of(), threads());
    keeper.keep();
    Thread thread = thread();
    assertFalse(thread.isDaemon(), "it is to keep the JVM");
    keeper.keep();
    assertEquals(List.of(thread), threads());
    keeper.release();
    await()
        .during(Duration.ofMillis(50))
        .atMost(PROMPT)
        .until(() -> threads().equals(List.of(thread)));
    keeper.release();
    awaitNone();
  }

  @Test
  void thereIsAnotherOneForALaterChild() {
    keeper.keep();
    Thread first = thread();
    keeper.release();
    awaitNone();
    keeper.keep();
    assertNotSame(first, thread());
    keeper.release();
    awaitNone();
  }

  /** The thread is about to go, but has not yet noticed that it may. */
  @Test
  void oneThatComesWhenTheLastHasJustGoneIsKept() {
    for (int round = 0; round < 20; round++) {
      keeper.keep();
      Thread thread = thread();
      await().atMost(PROMPT).until(() -> thread.getState() == Thread.State.WAITING);
      keeper.release();
      keeper.keep();
      await()
          .during(Duration.ofMillis(10))
          .pollInterval(Duration.ofMillis(2))
          .atMost(PROMPT)
          .until(() -> threads().stream().anyMatch(Thread::isAlive));
      keeper.release();
      awaitNone();
    }
  }

  @Test
  void anInterruptDoesNotEndIt() {
    keeper.keep();
    Thread thread = thread();
    thread.interrupt();
    await().atMost(PROMPT).until(() -> !thread.isInterrupted());
    await().during(Duration.ofMillis(50)).atMost(PROMPT).until(thread::isAlive);
    keeper.release();
    awaitNone();
  }
}
