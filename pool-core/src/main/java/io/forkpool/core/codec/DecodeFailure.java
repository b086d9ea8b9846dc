package io.forkpool.core.codec;

import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import io.forkpool.TaskSerializationException;
import java.io.EOFException;

/**
 * Says why bytes could not be decoded: a class this JVM lacks, a value's own code that threw, or
 * bytes that are not right.
 */
final class DecodeFailure {
  private static final String HEAD = "cannot be decoded: ";

  private DecodeFailure() {}

  /**
   * The exception to throw for {@code failure}.
   *
   * @throws OutOfMemoryError if the heap is full: lengths were checked, so the value is as large as
   *     it says. An array that no heap could hold is a corrupt length and reported as such.
   */
  static TaskSerializationException of(Throwable failure, ClassLoader loader) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError full) {
        if (!String.valueOf(full.getMessage()).startsWith("Requested array size")) {
          throw full;
        }
        return new TaskSerializationException(
            HEAD + "the bytes are corrupt: a length no array can have", null, null, failure);
      }
      if (each instanceof NamedClasses.RefusedClass refused) {
        return new TaskSerializationException(
            HEAD
                + "class "
                + refused.className
                + " is not one that this pool accepts of its workers; allow it by"
                + " Pool.Builder.acceptResults if it is to be",
            refused.className,
            null,
            failure);
      }
      if (each instanceof JdkClasses.MissingClass missing) {
        return missingClass(missing.className, loader, failure);
      }
      if (each instanceof ClassNotFoundException || each instanceof NoClassDefFoundError) {
        return missingClass(String.valueOf(each.getMessage()).replace('/', '.'), loader, failure);
      }
      if (each instanceof StackOverflowError) {
        return new TaskSerializationException(
            HEAD
                + "the value is nested too deeply for this thread's stack; hold its parts in a list"
                + " or array rather than linked one to the next, or give the worker a larger stack"
                + " (-Xss)",
            null,
            null,
            failure);
      }
      if (each instanceof KryoBufferUnderflowException || each instanceof EOFException) {
        return new TaskSerializationException(
            HEAD + "the bytes end too early (truncated or corrupt)", null, null, failure);
      }
    }
    String reason = failure instanceof CorruptBytes ? failure.getMessage() : deepest(failure);
    return new TaskSerializationException(HEAD + reason, null, null, failure);
  }

  private static TaskSerializationException missingClass(
      String name, ClassLoader loader, Throwable cause) {
    return new TaskSerializationException(
        HEAD
            + "class "
            + name
            + " could not be found in this process (by "
            + loader
            + "); its class path must hold what the other end's does",
        name,
        null,
        cause);
  }

  private static String deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String own = failure.getMessage();
    return own == null || deepest == failure || own.contains(deepest.toString())
        ? String.valueOf(own == null ? deepest : own)
        : own + ": " + deepest;
  }
}
