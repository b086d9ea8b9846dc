package io.forkpool.core.codec;

import io.forkpool.TaskSerializationException;
import java.io.NotSerializableException;
import java.lang.reflect.InaccessibleObjectException;

/**
 * Says why a value could not be encoded: first what cannot travel and where it hangs in the value,
 * then what to do.
 *
 * <p>All of this is found after the failure, by walking the value anew ({@link FieldPath}), so that
 * success pays nothing for it.
 */
final class EncodeFailure {
  private static final String HEAD = "cannot travel to a worker: ";

  private EncodeFailure() {}

  /**
   * The exception to throw for {@code failure}, met while encoding {@code root}.
   *
   * @throws OutOfMemoryError if that is the failure: the heap is full, which is no fault of the
   *     value
   */
  static TaskSerializationException of(Throwable failure, Object root) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError full) {
        throw full;
      }
      if (each instanceof StackOverflowError) {
        return tooDeep(root, each);
      }
      if (each instanceof Refusal refusal) {
        FieldPath path = FieldPath.to(refusal.object, root);
        return refused(refusal.object.getClass(), refusal.reason, path, failure);
      }
      if (each instanceof NotSerializableException) {
        return notSerializable(className(each.getMessage()), root, failure);
      }
      if (each instanceof InaccessibleObjectException) {
        return closed(each, root, failure);
      }
    }
    return other(root, failure);
  }

  private static TaskSerializationException refused(
      Class<?> culprit, String reason, FieldPath path, Throwable cause) {
    String where = path == null ? null : path.orNullAtRoot();
    String prefix = HEAD + (where == null ? "" : where + " -> ");
    String message;
    if (LambdaEncoder.isLambda(culprit)) {
      Class<?>[] interfaces = culprit.getInterfaces();
      String type = interfaces.length == 0 ? "unknown type" : interfaces[0].getName();
      message = prefix + lambda(type, culprit.getName());
    } else {
      message = prefix + named(culprit, reason) + "; pass a value it can be made from instead";
    }
    return new TaskSerializationException(message, culprit.getName(), where, cause);
  }

  private static String named(Class<?> culprit, String reason) {
    return culprit.getTypeName() + " (" + reason + ")";
  }

  private static String lambda(String functionalType, String lambdaClass) {
    return "a lambda of "
        + functionalType
        + " made in "
        + LambdaEncoder.capturingClass(lambdaClass)
        + " ("
        + functionalType
        + " is not Serializable); use a functional type that is, such as"
        + " io.forkpool.SerializableFunction, or cast it: (Function<A, B> & Serializable)";
  }

  /** With the JDK's extended debug information the message goes on after the class name. */
  private static String className(String message) {
    int end = message == null ? -1 : message.indexOf('\n');
    return end < 0 ? String.valueOf(message) : message.substring(0, end);
  }

  /**
   * A class that Java serialization, working inside the graph, refused; it tells the name and no
   * more.
   */
  private static TaskSerializationException notSerializable(
      String name, Object root, Throwable cause) {
    FieldPath path = FieldPath.toFirstOf(name, root);
    if (path != null) {
      return refused(path.value().getClass(), "not Serializable", path, cause);
    }
    String message =
        name.contains("$$Lambda")
            ? HEAD + lambda("a type", name)
            : HEAD
                + name
                + " (not Serializable); make it Serializable, or pass a value it can be made from";
    return new TaskSerializationException(
        message + "; it is held somewhere in " + describe(root), name, null, cause);
  }

  private static TaskSerializationException tooDeep(Object root, Throwable cause) {
    return new TaskSerializationException(
        HEAD
            + describe(root)
            + " (nested too deeply for this thread's stack); hold its parts in a list or array"
            + " rather than linked one to the next, or encode it on a thread with a larger stack"
            + " (-Xss)",
        root.getClass().getName(),
        null,
        cause);
  }

  private static TaskSerializationException closed(Throwable closed, Object root, Throwable cause) {
    return new TaskSerializationException(
        HEAD
            + describe(root)
            + " ("
            + closed.getMessage()
            + "); open the package in its module-info: opens <package>;",
        null,
        null,
        cause);
  }

  private static TaskSerializationException other(Object root, Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new TaskSerializationException(
        HEAD + describe(root) + " (" + deepest + ")",
        root == null ? null : root.getClass().getName(),
        null,
        failure);
  }

  private static String describe(Object root) {
    return root == null ? "null" : root.getClass().getTypeName();
  }
}
