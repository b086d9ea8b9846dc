package io.forkpool.core.dispatch;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list of numbers without an object for each; {@link #get} makes them. As other lists of results
 * it has a fixed size, and its elements can be set, to whatever its type allows: then it becomes a
 * list of objects. Not thread-safe while elements are set.
 *
 * @param <R> the type of the elements
 */
final class PackedList<R> extends AbstractList<R> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1;

  private final transient PackedKind kind;

  /** The elements, until one is set. */
  private transient long[] bits;

  /** The elements from then on. */
  private transient R[] objects;

  PackedList(PackedKind kind, long[] bits) {
    this.kind = kind;
    this.bits = bits;
  }

  @Override
  public int size() {
    return objects == null ? bits.length : objects.length;
  }

  @Override
  @SuppressWarnings("unchecked") // of this kind are the Rs that the tasks returned
  public R get(int index) {
    return objects == null ? (R) kind.value(bits[index]) : objects[index];
  }

  @Override
  @SuppressWarnings("unchecked") // as above; the array is of Objects, and is not given away
  public R set(int index, R element) {
    if (objects == null) {
      objects = (R[]) toArray();
      bits = null;
    }
    R before = objects[index];
    objects[index] = element;
    return before;
  }

  @Override
  public Object[] toArray() {
    Object[] all = new Object[size()];
    Arrays.setAll(all, this::get);
    return all;
  }

  /** It travels as the list of objects that it stands for. */
  private Object writeReplace() {
    return Arrays.asList(toArray());
  }
}
