package io.forkpool.contract;

import io.forkpool.Context;
import io.forkpool.ProcessQueue;
import io.forkpool.ResourceClosedException;
import io.forkpool.SerializableRunnable;
import io.forkpool.StartMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What workers do with queues in {@link QueueContract}. */
final class QueueTasks {
  private QueueTasks() {}

  static int echo(ProcessQueue<Integer> from, ProcessQueue<String> to, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      to.put("item " + from.take());
    }
    return count;
  }

  static int put(ProcessQueue<Integer> queue, int first, int count) throws InterruptedException {
    for (int item = first; item - first < count; item++) {
      queue.put(item);
    }
    return count;
  }

  /** Ends when the queue is closed and empty. */
  static int forward(ProcessQueue<Integer> from, ProcessQueue<Integer> to)
      throws InterruptedException {
    for (int count = 0; ; count++) {
      int item;
      try {
        item = from.take();
      } catch (ResourceClosedException end) {
        return count;
      }
      to.put(item);
    }
  }

  /** Fills a queue for two; returns how many offers were refused. */
  static int fill(ProcessQueue<Integer> queue, Gate gate, int count) throws InterruptedException {
    queue.put(0);
    queue.put(1);
    int refused = 0;
    refused += queue.offer(2) ? 0 : 1;
    refused += queue.offer(2, 20, TimeUnit.MILLISECONDS) ? 0 : 1;
    gate.mark("full");
    gate.pass("go");
    put(queue, 2, count - 2);
    return refused;
  }

  static int takeLate(ProcessQueue<Integer> queue, Gate gate) throws InterruptedException {
    if (queue.poll() != null || queue.poll(20, TimeUnit.MILLISECONDS) != null) {
      return -1;
    }
    gate.mark("empty");
    return queue.take();
  }

  static List<String> takeThree(ProcessQueue<Object> queue) throws InterruptedException {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try {
        items.add(queue.take().toString());
      } catch (RuntimeException e) {
        items.add(e.getClass().getSimpleName());
      }
    }
    return items;
  }

  private static String thrownBy(SerializableRunnable action) {
    try {
      action.run();
      return "nothing";
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  static String putFails(ProcessQueue<Integer> queue) {
    return thrownBy(() -> queue.put(1));
  }

  static String takeFails(ProcessQueue<Integer> queue) {
    return thrownBy(queue::take);
  }

  static String putFails(ProcessQueue<Integer> queue, Gate gate) {
    markWhenWaiting(gate, "waits-put");
    return putFails(queue);
  }

  static String takeFails(ProcessQueue<Integer> queue, Gate gate) {
    markWhenWaiting(gate, "waits-take");
    return takeFails(queue);
  }

  private static void markWhenWaiting(Gate gate, String mark) {
    Thread waiting = Thread.currentThread();
    Thread watcher =
        new Thread(
            () -> {
              while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              gate.mark(mark);
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  static int close(ProcessQueue<?> queue) {
    queue.close();
    return 0;
  }

  static int clear(ProcessQueue<?> queue) {
    queue.clear();
    return 0;
  }

  /**
   * Is interrupted while it takes from an empty queue, and while it puts to a full one, for one.
   */
  static List<String> interrupted(ProcessQueue<Integer> queue) throws InterruptedException {
    List<String> thrown = new ArrayList<>();
    interruptWhenWaiting();
    thrown.add(thrownBy(queue::take));
    queue.put(7);
    interruptWhenWaiting();
    thrown.add(thrownBy(() -> queue.put(8)));
    return thrown;
  }

  private static void interruptWhenWaiting() {
    Thread waiting = Thread.currentThread();
    new Thread(
            () -> {
              while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              waiting.interrupt();
            })
        .start();
  }

  static ProcessQueue<Integer> own(String method) throws InterruptedException {
    ProcessQueue<Integer> queue = Context.of(StartMethod.of(method)).queue();
    queue.put(3);
    return queue;
  }

  static int deal(ProcessQueue<Integer> queue, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.take();
      queue.taskDone();
    }
    return count;
  }

  @SuppressWarnings("unchecked")
  static int putInto(Object queue, Object item) throws InterruptedException {
    ((ProcessQueue<Object>) queue).put(item);
    return 0;
  }

  static int putBytes(ProcessQueue<byte[]> queue, List<Integer> sizes, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put(new byte[sizes.get(i % sizes.size())]);
    }
    return count;
  }

  static List<Integer> lengths(ProcessQueue<byte[]> queue, int count) throws InterruptedException {
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lengths.add(queue.take().length);
    }
    return lengths;
  }
}
