package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lazy results of {@code imap} and {@code imapUnordered}. */
public abstract class StreamContract extends ContractBase {
  /** More inputs than a pool of two workers can have a reason to pull ahead. */
  private static final int AHEAD = 1_000;

  @Test
  @Behaviour(2)
  void imapKeepsOrder() {
    assertEquals(squaresBelow(100), pool(2).imap(Tasks::squareBackwards, range(100)).toList());
  }

  @Test
  @Behaviour(8)
  void imapYieldsTheGoodPrefixBeforeTheErrorOfTheInput() {
    Pool pool = pool(2);
    List<Integer> seen = new ArrayList<>();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> pool.imap(Tasks::square, BrokenInput.after(7)).forEachOrdered(seen::add));
    assertEquals(BrokenInput.MESSAGE, e.getMessage());
    assertEquals(squaresBelow(7), seen);
    assertFullSize(pool);
  }

  @Test
  @Behaviour(8)
  void imapYieldsTheGoodPrefixBeforeTheErrorOfATask() {
    Pool pool = pool(2);
    List<Integer> seen = new ArrayList<>();
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class,
            () -> pool.imap(x -> Tasks.failFrom(7, x), range(50)).forEachOrdered(seen::add));
    assertEquals("refused: 7", e.getCause().getMessage());
    assertEquals(squaresBelow(7), seen);
    assertFullSize(pool);
  }

  @Test
  @Behaviour(8)
  void imapYieldsTheGoodPrefixAlsoWhereTheErrorComesFirst() {
    Pool pool = pool(2);
    Gate gate = gate();
    List<String> seen = new CopyOnWriteArrayList<>();
    Stream<String> results =
        pool.imap(
            name -> name.equals("slow") ? Tasks.waitAt(gate, name) : "" + Tasks.fail(1),
            List.of("slow", "ill"));
    CompletableFuture<Void> consumer =
        CompletableFuture.runAsync(
            () -> results.forEachOrdered(seen::add), ContractBase::onAThread);
    await("the failure").atMost(PROMPT).until(() -> pool.stats().failedTasks() == 1);
    gate.mark("go-slow");
    failure(TaskFailedException.class, consumer);
    assertEquals(List.of("slow"), seen);
    assertFullSize(pool);
  }

  @Test
  @Behaviour(9)
  void imapUnorderedIsCompleteAsASet() {
    List<Integer> results = pool(2).imapUnordered(Tasks::squareBackwards, range(500)).toList();
    assertEquals(500, results.size());
    assertEquals(Set.copyOf(squaresBelow(500)), Set.copyOf(results));
  }

  @Test
  @Behaviour(9)
  void imapUnorderedYieldsWhatIsReadyFirst() {
    Pool pool = pool(2);
    Gate gate = gate();
    Stream<String> results =
        pool.imapUnordered(
            name -> name.equals("slow") ? Tasks.waitAt(gate, name) : name,
            List.of("slow", "quick"));
    Iterator<String> ready = results.iterator();
    assertEquals("quick", ready.next());
    gate.mark("go-slow");
    assertEquals("slow", ready.next());
  }

  @Test
  @Behaviour(9)
  void imapUnorderedThrowsTheErrorOfATaskAndThePoolGoesOn() {
    Pool pool = pool(2);
    assertThrows(
        TaskFailedException.class,
        () -> pool.imapUnordered(x -> Tasks.failFrom(7, x), range(50)).toList());
    assertFullSize(pool);
  }

  @Test
  @Behaviour(24)
  void imapOverInfiniteInputPullsABoundedNumberAhead() {
    Pool pool = pool(2);
    AtomicInteger pulled = new AtomicInteger();
    Iterator<Integer> results = pool.imap(Tasks::square, endless(pulled)).iterator();
    for (int x = 0; x < 3_000; x++) {
      assertEquals(x * x, results.next().intValue());
      assertTrue(pulled.get() <= x + AHEAD, pulled + " pulled at " + x);
    }
    assertFullSize(pool);
  }

  @Test
  @Behaviour(24)
  void imapUnorderedOverInfiniteInputPullsABoundedNumberAhead() {
    Pool pool = pool(2);
    AtomicInteger pulled = new AtomicInteger();
    Set<Integer> seen = new HashSet<>();
    Iterator<Integer> results = pool.imapUnordered(Tasks::square, endless(pulled)).iterator();
    for (int x = 0; x < 3_000; x++) {
      assertTrue(seen.add(results.next()), "twice");
      assertTrue(pulled.get() <= x + AHEAD, pulled + " pulled at " + x);
    }
    assertFullSize(pool);
  }

  @Test
  @Behaviour(24)
  void anAbandonedStreamHoldsNothingUp() {
    Pool pool = pool(2);
    AtomicInteger pulled = new AtomicInteger();
    Stream<Integer> abandoned = pool.imap(Tasks::square, endless(pulled));
    Iterator<Integer> results = abandoned.iterator();
    assertEquals(0, results.next().intValue());
    assertFullSize(pool);
    pool.close();
    assertTrue(pool.join(PROMPT), "join waits for a stream that nobody reads");
  }

  @Test
  @Behaviour(24)
  void aClosedStreamDropsWhatHasNotBegun() {
    Pool pool = pool(1);
    Gate gate = gate();
    try (Stream<String> stream =
        pool.imap(name -> Tasks.waitAt(gate, name), List.of("0", "1", "2", "3", "4", "5"))) {
      Iterator<String> results = stream.iterator();
      gate.mark("go-0");
      assertEquals("0", results.next());
      gate.awaitMark("begun-1");
    }
    gate.mark("go-1");
    assertFullSize(pool);
    assertTrue(!gate.isMarked("begun-5"), "a task of a closed stream has begun");
  }

  @Test
  void aClosedPoolCompletesAStreamOverACollection() {
    Pool pool = pool(2);
    Stream<Integer> stream = pool.imap(Tasks::square, range(2_000));
    pool.close();
    assertEquals(squaresBelow(2_000), stream.toList());
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void aClosedPoolPullsNoFurtherElements() {
    Pool pool = pool(2);
    AtomicInteger pulled = new AtomicInteger();
    Iterator<Integer> results = pool.imap(Tasks::square, endless(pulled)).iterator();
    assertEquals(0, results.next().intValue());
    pool.close();
    int atClose = pulled.get();
    assertThrows(
        RejectedExecutionException.class,
        () -> {
          for (int i = 0; i <= AHEAD; i++) {
            results.next();
          }
        });
    assertEquals(atClose, pulled.get());
    assertTrue(pool.join(PROMPT));
  }

  private static Iterable<Integer> endless(AtomicInteger pulled) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return pulled.getAndIncrement();
          }
        };
  }
}
