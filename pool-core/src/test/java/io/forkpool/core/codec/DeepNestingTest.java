package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.TaskSerializationException;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class DeepNestingTest {

  static class Node {
    Node next;
    Object tail;
  }

  private static Node chain(int length) {
    Node head = null;
    for (int i = 0; i < length; i++) {
      Node node = new Node();
      node.next = head;
      head = node;
    }
    return head;
  }

  @Test
  void tooDeepAValueIsRefusedWithAdvice() {
    TaskSerializationException failure = RoundTrip.refused(chain(100_000));
    assertTrue(failure.getMessage().contains("nested too deeply"), failure.getMessage());
    assertTrue(failure.getMessage().contains("-Xss"), failure.getMessage());
    assertEquals(Node.class.getName(), failure.className());
  }

  @Test
  void tooDeepBytesAreRefusedWithAdvice() throws Exception {
    Node chain = chain(100_000);
    byte[] bytes = withStack(1 << 30, () -> RoundTrip.encode(chain));
    TaskSerializationException failure =
        assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertTrue(failure.getMessage().contains("nested too deeply"), failure.getMessage());
    Node copy = (Node) withStack(1 << 30, () -> RoundTrip.decode(bytes));
    int length = 0;
    for (Node node = copy; node != null; node = node.next) {
      length++;
    }
    assertEquals(100_000, length);
  }

  private static <T> T withStack(long bytes, java.util.concurrent.Callable<T> action)
      throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    new Thread(null, task, "deep", bytes).start();
    return task.get();
  }

  @Test
  void culpritDeepInsideIsFoundWithoutRecursion() throws Exception {
    Node chain = chain(50_000);
    Node last = chain;
    while (last.next != null) {
      last = last.next;
    }
    last.tail = Thread.currentThread();
    TaskSerializationException failure =
        withStack(
            1 << 30,
            () -> assertThrows(TaskSerializationException.class, () -> RoundTrip.encode(chain)));
    assertTrue(failure.fieldPath().endsWith(".next.tail"), failure.fieldPath());
    assertTrue(failure.getMessage().length() < 2000);
  }

  @Test
  void longListOfTheJdkIsNotDeep() {
    List<Integer> list = new LinkedList<>();
    for (int i = 0; i < 100_000; i++) {
      list.add(i);
    }
    assertEquals(list, RoundTrip.of(list));
  }

  @Test
  void moderatelyDeepValueTravels() {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      list = new ArrayList<>(List.of(list));
    }
    assertEquals(list, RoundTrip.of(list));
  }
}
