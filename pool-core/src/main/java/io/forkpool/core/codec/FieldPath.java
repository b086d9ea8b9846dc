package io.forkpool.core.codec;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way from a value to an object inside it, as a user would write it: {@code
 * Outer.held.sockets[3]}.
 *
 * <p>Found breadth first, so it is a shortest one, and without recursion, so that a deep value
 * cannot break the diagnosis of its own failure. Gives up, finding nothing, after {@link #MOST}
 * objects.
 */
final class FieldPath {
  private static final int MOST = 2_000_000;
  private static final int END = 12;

  private final Object value;
  private final FieldPath parent;
  private final Object step;

  /**
   * @param step as {@link Children} gives it: a field's name, or an {@link Children.Index} or
   *     {@link Children.Key}
   */
  FieldPath(Object value, FieldPath parent, Object step) {
    this.value = value;
    this.parent = parent;
    this.step = step;
  }

  static FieldPath to(Object wanted, Object root) {
    return find(root, value -> value == wanted);
  }

  static FieldPath toFirstOf(String className, Object root) {
    return find(root, value -> value.getClass().getName().equals(className));
  }

  private static FieldPath find(Object root, Predicate<Object> wanted) {
    if (root == null) {
      return null;
    }
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<FieldPath> open = new ArrayDeque<>();
    open.add(new FieldPath(root, null, null));
    seen.add(root);
    while (!open.isEmpty() && seen.size() < MOST) {
      FieldPath path = open.remove();
      if (wanted.test(path.value)) {
        return path;
      }
      Children.forEach(
          path.value,
          (child, step) -> {
            if (child != null && seen.add(child)) {
              open.add(new FieldPath(child, path, step));
            }
          });
    }
    return null;
  }

  Object value() {
    return value;
  }

  /** The path as text, or null if the root itself is meant. */
  String orNullAtRoot() {
    return parent == null ? null : toString();
  }

  /** A long path keeps both its ends. */
  @Override
  public String toString() {
    ArrayDeque<String> parts = new ArrayDeque<>();
    FieldPath path = this;
    for (; path.parent != null; path = path.parent) {
      parts.push(path.step instanceof String name ? "." + name : path.step.toString());
    }
    StringBuilder text = new StringBuilder(rootName(path.value.getClass()));
    int left = parts.size();
    for (String part : parts) {
      if (parts.size() <= 2 * END || left > parts.size() - END || left <= END) {
        text.append(part);
      } else if (left == END + 1) {
        text.append(" ... ").append(parts.size() - 2 * END).append(" more ... ");
      }
      left--;
    }
    return text.toString();
  }

  private static String rootName(Class<?> type) {
    if (LambdaEncoder.isLambda(type)) {
      String name = LambdaEncoder.capturingClass(type.getName());
      return "<lambda in "
          + name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
          + ">";
    }
    String simple = type.getSimpleName();
    return simple.isEmpty()
        ? type.getName().substring(type.getName().lastIndexOf('.') + 1)
        : simple;
  }
}
