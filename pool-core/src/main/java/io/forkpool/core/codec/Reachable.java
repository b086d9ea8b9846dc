package io.forkpool.core.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds objects inside a value, where the codec would meet them. */
public final class Reachable {
  private Reachable() {}

  /**
   * Finds all objects of a type.
   *
   * @param root the value, maybe null
   * @param type the type
   * @param most how many objects are looked at
   * @param <T> the type
   * @return those among the {@code most} that are nearest to the root
   */
  public static <T> List<T> from(Object root, Class<T> type, int most) {
    List<T> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Object> open = new ArrayDeque<>();
    if (root != null) {
      seen.add(root);
      open.add(root);
    }
    while (!open.isEmpty()) {
      Object value = open.remove();
      if (type.isInstance(value)) {
        found.add(type.cast(value));
        continue;
      }
      Children.forEach(
          value,
          (child, step) -> {
            if (child != null && seen.size() < most && seen.add(child)) {
              open.add(child);
            }
          });
    }
    return found;
  }
}
