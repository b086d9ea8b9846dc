package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.ItemsLostException;
import io.forkpool.OwnerLostException;
import io.forkpool.Pool;
import io.forkpool.ProcessQueue;
import io.forkpool.ResourceClosedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.WorkerLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues between this process and workers, and between workers. */
public abstract class QueueContract extends ContractBase {
  private static final int KILLS = 4;

  private final List<ProcessQueue<?>> queues = new ArrayList<>();

  private <T> ProcessQueue<T> queue() {
    return queue(Integer.MAX_VALUE);
  }

  private <T> ProcessQueue<T> queue(int capacity) {
    Context context = Context.of(startMethod());
    ProcessQueue<T> queue =
        capacity == Integer.MAX_VALUE ? context.queue() : context.queue(capacity);
    queues.add(queue);
    return queue;
  }

  @AfterEach
  void closeQueues() {
    queues.forEach(ProcessQueue::close);
  }

  private static <T> T taken(ProcessQueue<T> queue) throws InterruptedException {
    T item = queue.poll(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
    assertTrue(item != null, "nothing has come");
    return item;
  }

  /** Waits until a thread of this process waits. */
  private static Thread waiting(Runnable action) {
    Thread thread = new Thread(action, "waits");
    thread.start();
    await("a wait")
        .atMost(PROMPT)
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  @Test
  void itemsTravelBothWaysInOrder() throws Exception {
    ProcessQueue<Integer> there = queue();
    ProcessQueue<String> back = queue();
    CompletableFuture<?> echo = pool(1).applyAsync(() -> QueueTasks.echo(there, back, 500));
    for (int item = 0; item < 500; item++) {
      there.put(item);
    }
    for (int item = 0; item < 500; item++) {
      assertEquals("item " + item, taken(back));
    }
    get(echo);
    assertNull(back.poll());
  }

  @Test
  void manyProducersAndConsumersHandEachItemOverOnce() throws Exception {
    ProcessQueue<Integer> items = queue();
    ProcessQueue<Integer> seen = queue(10);
    Pool pool = pool(4);
    List<CompletableFuture<?>> producers = new ArrayList<>();
    for (int producer = 0; producer < 2; producer++) {
      int first = producer * 1_000;
      producers.add(pool.applyAsync(() -> QueueTasks.put(items, first, 1_000)));
      pool.applyAsync(() -> QueueTasks.forward(items, seen));
    }
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      assertTrue(all.add(taken(seen)), "an item twice");
    }
    producers.forEach(ContractBase::get);
    assertEquals(new HashSet<>(range(2_000)), all);
    items.close();
  }

  @Test
  @Behaviour(54)
  void aFullQueueHoldsPuttersUpAndTimesOut() throws Exception {
    ProcessQueue<Integer> queue = queue(2);
    Gate gate = gate();
    CompletableFuture<Integer> producer =
        pool(1).applyAsync(() -> QueueTasks.fill(queue, gate, 20));
    gate.awaitMark("full");
    assertEquals(2, queue.size());
    assertEquals(0, queue.remainingCapacity());
    assertFalse(queue.offer(9));
    assertThrows(IllegalStateException.class, () -> queue.add(9));
    long begun = System.nanoTime();
    assertFalse(queue.offer(9, 50, TimeUnit.MILLISECONDS));
    assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(50), "too early");
    gate.mark("go");
    for (int item = 0; item < 20; item++) {
      assertEquals(item, taken(queue));
      assertTrue(queue.size() <= 2);
    }
    assertEquals(2, get(producer), "offers that were refused");
    assertEquals(2, queue.remainingCapacity());
  }

  @Test
  @Behaviour(54)
  void anEmptyQueueHoldsTakersUpAndTimesOut() throws Exception {
    ProcessQueue<Integer> queue = queue(2);
    assertNull(queue.poll());
    assertNull(queue.peek());
    assertTrue(queue.isEmpty());
    long begun = System.nanoTime();
    assertNull(queue.poll(50, TimeUnit.MILLISECONDS));
    assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(50), "too early");
    Gate gate = gate();
    CompletableFuture<Integer> consumer =
        pool(1).applyAsync(() -> QueueTasks.takeLate(queue, gate));
    gate.awaitMark("empty");
    queue.put(5);
    assertEquals(5, get(consumer));
  }

  @Test
  @Behaviour(55)
  void anItemThatCannotTravelOrBeDecodedDoesNotStopTheQueue() throws Exception {
    ProcessQueue<Object> queue = queue(3);
    Held held = new Held();
    try (held.socket) {
      TaskSerializationException e =
          assertThrows(TaskSerializationException.class, () -> queue.put(held));
      assertTrue(e.getMessage().contains("Held.socket"), e.getMessage());
    }
    assertEquals(3, queue.remainingCapacity());
    CompletableFuture<List<String>> consumer =
        pool(1).applyAsync(() -> QueueTasks.takeThree(queue));
    queue.put("before");
    queue.put(new Poison());
    queue.put("after");
    assertEquals(List.of("before", "TaskSerializationException", "after"), get(consumer));
    queue.put(new Poison());
    assertThrows(TaskSerializationException.class, queue::take);
    queue.put(1);
    assertEquals(1, queue.take());
  }

  @Test
  @Behaviour(56)
  void afterCloseNothingIsPutAndTheRestIsTaken() throws Exception {
    ProcessQueue<Integer> queue = queue();
    queue.put(1);
    queue.put(2);
    queue.close();
    queue.close();
    assertTrue(queue.isClosed());
    assertThrows(ResourceClosedException.class, () -> queue.put(3));
    assertThrows(ResourceClosedException.class, () -> queue.offer(3));
    assertEquals(1, queue.take());
    assertEquals("ResourceClosedException", pool(1).apply(() -> QueueTasks.putFails(queue)));
    assertEquals(2, pool(1).apply(queue::take));
    assertEquals("ResourceClosedException", pool(1).apply(() -> QueueTasks.takeFails(queue)));
    assertThrows(ResourceClosedException.class, queue::take);
    assertThrows(ResourceClosedException.class, queue::poll);
    assertNull(queue.peek());
    assertEquals(0, queue.size());
    assertEquals(0, queue.drainTo(new ArrayList<>()));
  }

  @Test
  @Behaviour(56)
  void closeWakesWhoWaits() throws Exception {
    ProcessQueue<Integer> empty = queue();
    ProcessQueue<Integer> full = queue(1);
    full.put(1);
    Gate gate = gate();
    Pool pool = pool(2);
    CompletableFuture<String> taker = pool.applyAsync(() -> QueueTasks.takeFails(empty, gate));
    CompletableFuture<String> putter = pool.applyAsync(() -> QueueTasks.putFails(full, gate));
    List<Throwable> here = new ArrayList<>();
    Thread local = waiting(() -> here.add(assertThrows(Exception.class, empty::take)));
    gate.awaitMarks("waits-", 2);
    empty.close();
    pool(1).apply(() -> QueueTasks.close(full));
    assertEquals("ResourceClosedException", get(taker));
    assertEquals("ResourceClosedException", get(putter));
    local.join(PROMPT.toMillis());
    assertEquals(ResourceClosedException.class, here.get(0).getClass());
    assertEquals(1, full.take());
  }

  @Test
  void aConsumerKilledInMidTakeLosesOneItemAtMost() throws Exception {
    ProcessQueue<Integer> items = queue();
    ProcessQueue<Integer> seen = queue();
    Pool pool = pool(1);
    int round = 5_000;
    Set<Integer> all = new HashSet<>();
    List<Integer> left = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      QueueTasks.put(items, kill * round, round);
      CompletableFuture<?> consumer = pool.applyAsync(() -> QueueTasks.forward(items, seen));
      for (int i = 0; i < 500; i++) {
        assertTrue(all.add(taken(seen)), "an item twice");
      }
      Signals.send("KILL", awaitWorkers(pool).get(0));
      failure(WorkerLostException.class, consumer);
      seen.drainTo(left); // so that what comes next is the next consumer's
    }
    for (Integer item : left) {
      assertTrue(all.add(item), "an item twice");
    }
    CompletableFuture<?> rest = pool.applyAsync(() -> QueueTasks.forward(items, seen));
    items.close();
    get(rest);
    for (Integer item = seen.poll(); item != null; item = seen.poll()) {
      assertTrue(all.add(item), "an item twice");
    }
    assertTrue(all.size() >= KILLS * (round - 1), () -> "lost " + (KILLS * round - all.size()));
  }

  @Test
  void aKilledProducerLeavesAllThatItHasPutAndNoPlaceTaken() throws Exception {
    Pool pool = pool(1);
    for (int kill = 0; kill < KILLS; kill++) {
      boolean bounded = kill % 2 == 0;
      ProcessQueue<Integer> queue = bounded ? queue(50) : queue();
      CompletableFuture<?> producer =
          pool.applyAsync(() -> QueueTasks.put(queue, 0, Integer.MAX_VALUE));
      int next = 0;
      while (next < 1_000) {
        assertEquals(next++, taken(queue));
      }
      Signals.send("KILL", awaitWorkers(pool).get(0));
      failure(WorkerLostException.class, producer);
      AtomicInteger expected = new AtomicInteger(next);
      assertOnlyNext(queue, expected);
      if (bounded) {
        await("places of the dead")
            .atMost(PROMPT)
            .until(
                () -> {
                  assertOnlyNext(queue, expected); // its last items may be on their way
                  return queue.remainingCapacity() == 50;
                });
        for (int item = 0; item < 50; item++) {
          assertTrue(queue.offer(item));
        }
        assertFalse(queue.offer(50));
      }
      queue.close();
    }
  }

  /** Takes what is there, in order. */
  private static void assertOnlyNext(ProcessQueue<Integer> queue, AtomicInteger next) {
    for (Integer item = queue.poll(); item != null; item = queue.poll()) {
      assertEquals(next.getAndIncrement(), item);
    }
  }

  @Test
  void aKilledTakerThatWaitsLeavesTheNextItemToOthers() throws Exception {
    ProcessQueue<Integer> queue = queue();
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<?> taker = pool.applyAsync(() -> QueueTasks.takeFails(queue, gate));
    gate.awaitMarks("waits-", 1);
    Signals.send("KILL", awaitWorkers(pool).get(0));
    failure(WorkerLostException.class, taker);
    queue.put(1);
    queue.put(2);
    assertEquals(1, pool.apply(queue::take));
    assertEquals(2, queue.take());
  }

  @Test
  void anInterruptedWaitHasDoneNothing() throws Exception {
    ProcessQueue<Integer> queue = queue(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread taker = waiting(() -> thrown.add(assertThrows(Exception.class, queue::take)));
    taker.interrupt();
    taker.join(PROMPT.toMillis());
    queue.put(1);
    Thread putter = waiting(() -> thrown.add(assertThrows(Exception.class, () -> queue.put(2))));
    putter.interrupt();
    putter.join(PROMPT.toMillis());
    assertEquals(
        List.of(InterruptedException.class, InterruptedException.class),
        thrown.stream().map(Object::getClass).toList());
    assertEquals(1, queue.take());
    assertNull(queue.poll());
    assertEquals(
        List.of("InterruptedException", "InterruptedException"),
        pool(1).apply(() -> QueueTasks.interrupted(queue)));
    assertEquals(7, queue.take());
    assertNull(queue.poll());
  }

  @Test
  void theOwnersEndIsTold() throws Exception {
    Pool pool = pool(1);
    Context context = Context.of(startMethod());
    String method = context.startMethod().toString();
    ProcessQueue<Integer> theirs = pool.apply(() -> QueueTasks.own(method));
    assertEquals(3, theirs.take());
    List<Throwable> thrown = new ArrayList<>();
    Thread taker = waiting(() -> thrown.add(assertThrows(Exception.class, theirs::take)));
    Signals.send("KILL", awaitWorkers(pool).get(0));
    taker.join(PROMPT.toMillis());
    assertEquals(OwnerLostException.class, thrown.get(0).getClass());
    assertThrows(OwnerLostException.class, () -> theirs.put(1));
    assertThrows(OwnerLostException.class, theirs::poll);
    theirs.close();
  }

  @Test
  void awaitTasksWaitsForAllAndNamesWhatDied() throws Exception {
    ProcessQueue<Integer> queue = queue();
    Pool pool = pool(1);
    QueueTasks.put(queue, 0, 30);
    assertFalse(queue.awaitTasks(Duration.ofMillis(20)));
    pool.applyAsync(() -> QueueTasks.deal(queue, 30));
    queue.awaitTasks();
    assertTrue(queue.awaitTasks(Duration.ZERO));
    assertThrows(IllegalStateException.class, queue::taskDone);
    queue.put(1);
    failure(
        WorkerLostException.class,
        pool.applyAsync(
            () -> {
              queue.take();
              return Tasks.befall(Mishap.KILL);
            }));
    ItemsLostException e = assertThrows(ItemsLostException.class, () -> queue.awaitTasks(PROMPT));
    assertEquals(1, e.count());
    queue.awaitTasks();
  }

  @Test
  void aQueueTravelsThroughAQueueAndIsTheSame() throws Exception {
    ProcessQueue<Object> outer = queue();
    ProcessQueue<Object> inner = queue(3);
    outer.put(inner);
    Object copy = outer.take();
    assertNotSame(inner, copy);
    assertEquals(inner, copy);
    assertEquals(inner.hashCode(), copy.hashCode());
    assertEquals(inner.toString(), copy.toString());
    outer.put(inner);
    pool(1).apply(() -> QueueTasks.putInto(outer.take(), "x"));
    assertEquals("x", taken(inner));
  }

  @Test
  void whatAQueueCannotDoIsRefused() {
    ProcessQueue<Integer> queue = queue();
    assertThrows(NullPointerException.class, () -> queue.put(null));
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(UnsupportedOperationException.class, queue::iterator);
    assertThrows(UnsupportedOperationException.class, () -> queue.contains(1));
    assertThrows(UnsupportedOperationException.class, () -> queue.remove(1));
    assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
    Context context = Context.of(startMethod());
    assertThrows(IllegalArgumentException.class, () -> context.queue(0));
  }

  @Test
  void itemsOfAllSizesAndManyAtOnce() throws Exception {
    ProcessQueue<byte[]> queue = queue();
    List<Integer> sizes = List.of(0, 1, 70_000, 3_000_000, 5, 1_100_000, 0);
    Pool pool = pool(1);
    CompletableFuture<?> producer = pool.applyAsync(() -> QueueTasks.putBytes(queue, sizes, 60));
    for (int i = 0; i < 60; i++) {
      assertEquals(sizes.get(i % sizes.size()), taken(queue).length);
    }
    get(producer);
    CompletableFuture<List<Integer>> consumer =
        pool.applyAsync(() -> QueueTasks.lengths(queue, 60));
    QueueTasks.putBytes(queue, sizes, 60);
    assertEquals(range(60).stream().map(i -> sizes.get(i % sizes.size())).toList(), get(consumer));
    QueueTasks.putBytes(queue, sizes, 60);
    assertEquals(60, pool.apply(() -> queue.drainTo(new ArrayList<>())));
    QueueTasks.putBytes(queue, sizes, 3);
    pool.apply(() -> QueueTasks.clear(queue));
    assertEquals(0, queue.size());
  }
}
