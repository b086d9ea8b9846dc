package io.forkpool.contract;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An input that breaks after some good elements: 0, 1, 2 and so on. */
record BrokenInput(int good) implements Iterable<Integer> {
  static final String MESSAGE = "the input broke";

  static BrokenInput after(int good) {
    return new BrokenInput(good);
  }

  @Override
  public Iterator<Integer> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        if (next < 0) {
          throw new NoSuchElementException();
        }
        if (next == good) {
          throw new IllegalStateException(MESSAGE);
        }
        return next++;
      }
    };
  }
}
