package io.forkpool.core.dispatch;

import io.forkpool.core.dispatch.PackedKind.Packed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The results of a call, as they come, in whatever order. Not thread-safe.
 *
 * <p><b>Why many numbers are kept as bits.</b> A million results are alive until the last has come.
 * As objects they are what each young collection has to copy, and in an array that is old by then
 * each has a card to be marked; as bits they are nothing to a collector.
 *
 * @param <R> the type of the results
 */
final class Results<R> {
  /** For fewer it is not worth the classes that it takes. */
  static final int PACKED_FROM = 1_000;

  /** Results of neighbouring tasks, in one of two forms. */
  private record Part(int first, Object[] objects, Packed packed) {
    Packed asPacked() {
      return packed == null ? PackedKind.pack(objects) : packed;
    }

    void copyTo(Object[] all) {
      if (packed == null) {
        System.arraycopy(objects, 0, all, first, objects.length);
        return;
      }
      for (int i = 0; i < packed.bits().length; i++) {
        all[first + i] = packed.kind().value(packed.bits()[i]);
      }
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private int total;

  /** How many there are. */
  int total() {
    return total;
  }

  /** Gives them up. */
  void clear() {
    parts.clear();
  }

  /** Takes results of neighbouring tasks in, of which the first has the given number. */
  void add(int first, Object[] results) {
    total += results.length;
    Packed packed = results.length < PACKED_FROM ? null : PackedKind.pack(results);
    parts.add(new Part(first, packed == null ? results : null, packed));
  }

  /** All of them in order, once they have come; as the list of {@code map}. */
  @SuppressWarnings("unchecked") // the tasks returned Rs
  List<R> toList() {
    List<R> packed = total < PACKED_FROM ? null : toPackedList();
    if (packed != null) {
      return packed;
    }
    Object[] all = new Object[total];
    parts.forEach(part -> part.copyTo(all));
    return (List<R>) Arrays.asList(all);
  }

  /** The same without objects; null if they are not numbers of one type. */
  private List<R> toPackedList() {
    PackedKind kind = null;
    long[] all = new long[total];
    for (Part part : parts) {
      Packed packed = part.asPacked();
      if (packed == null || kind != null && kind != packed.kind()) {
        return null;
      }
      kind = packed.kind();
      System.arraycopy(packed.bits(), 0, all, part.first, packed.bits().length);
    }
    return new PackedList<>(kind, all);
  }
}
