package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The arguments of a call that are encoded and not yet in a chunk, as one run of bytes and the size
 * of each: where a chunk ends is decided when a worker takes it. Guarded by the dispatcher's lock.
 */
final class EncodedTasks {
  /** A batch of sizes, as they were published. */
  private record Sizes(int[] values, int count) {}

  private final Deque<Slice> bytes = new ArrayDeque<>();
  private final Deque<Sizes> sizes = new ArrayDeque<>();
  private int sizesTaken;
  private int tasks;
  private long length;

  void add(Payload arguments, int[] itsSizes, int count) {
    bytes.addAll(arguments.slices());
    sizes.add(new Sizes(itsSizes, count));
    tasks += count;
    length += arguments.length();
  }

  int count() {
    return tasks;
  }

  long byteCount() {
    return length;
  }

  void clear() {
    bytes.clear();
    sizes.clear();
    sizesTaken = 0;
    tasks = 0;
    length = 0;
  }

  /** Takes the sizes of the next tasks out. */
  int[] takeSizes(int count) {
    int[] taken = new int[count];
    int done = 0;
    while (done < count) {
      Sizes head = sizes.element();
      int some = Math.min(count - done, head.count - sizesTaken);
      System.arraycopy(head.values, sizesTaken, taken, done, some);
      done += some;
      sizesTaken += some;
      if (sizesTaken == head.count) {
        sizes.remove();
        sizesTaken = 0;
      }
    }
    tasks -= count;
    return taken;
  }

  /** Takes the bytes of the next tasks out. */
  Payload takeBytes(long count) {
    List<Slice> taken = new ArrayList<>(1);
    long left = count;
    while (left > 0) {
      Slice head = bytes.remove();
      if (head.length() > left) {
        int cut = head.from() + (int) left;
        bytes.addFirst(new Slice(head.array(), cut, head.to()));
        head = new Slice(head.array(), head.from(), cut);
      }
      taken.add(head);
      left -= head.length();
    }
    length -= count;
    return new Payload(taken, count);
  }
}
