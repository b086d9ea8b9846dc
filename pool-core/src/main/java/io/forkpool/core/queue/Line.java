package io.forkpool.core.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Items in the order in which they arrived, also those that were away for a while. */
final class Line {
  private final Deque<Item> items = new ArrayDeque<>();
  private long arrivals;

  void append(byte[] bytes) {
    items.add(new Item(arrivals++, bytes));
  }

  /** Puts items back to where they were: behind those that arrived earlier. */
  void giveBack(List<Item> returned) {
    if (returned.isEmpty()) {
      return;
    }
    List<Item> front = new ArrayList<>(returned);
    front.sort(Comparator.comparingLong(Item::number));
    long last = front.get(front.size() - 1).number();
    while (!items.isEmpty() && items.peek().number() < last) {
      front.add(items.poll());
    }
    front.sort(Comparator.comparingLong(Item::number));
    for (int i = front.size() - 1; i >= 0; i--) {
      items.push(front.get(i));
    }
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  int size() {
    return items.size();
  }

  /** The first; null if there is none. */
  Item peek() {
    return items.peek();
  }

  /** Takes the first; null if there is none. */
  Item poll() {
    return items.poll();
  }

  /** Takes the first ones: at least one, and others while their bytes are not more than a limit. */
  List<Item> poll(int most, long mostBytes) {
    List<Item> taken = new ArrayList<>();
    long bytes = 0;
    while (!items.isEmpty() && taken.size() < most) {
      bytes += items.peek().bytes().length;
      if (!taken.isEmpty() && bytes > mostBytes) {
        break;
      }
      taken.add(items.poll());
    }
    return taken;
  }

  int clear() {
    int dropped = items.size();
    items.clear();
    return dropped;
  }
}
