package io.forkpool;

/**
 * Something cannot travel between the processes: a function, an argument, a result. The message
 * begins with what it is and where it hangs, for instance {@code Held.socket ->
 * java.net.ServerSocket}.
 *
 * <p>For what the caller passes, it is thrown by the call itself, on the caller's thread, before
 * anything is sent. For a result, or for bytes that cannot be decoded on the other side (a class is
 * missing there), it fails that one task.
 */
public class TaskSerializationException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The class that cannot travel, or null. */
  private final String className;

  /** The fields that lead to it, or null. */
  private final String fieldPath;

  /**
   * Makes an exception.
   *
   * @param message what cannot travel, and what to do
   * @param className the binary name of the class that cannot travel, or null if it is not known
   * @param fieldPath the fields that lead to it, such as {@code Held.socket}, or null if the value
   *     itself is meant or the path is not known
   * @param cause what the codec met, or null
   */
  public TaskSerializationException(
      String message, String className, String fieldPath, Throwable cause) {
    super(message, cause);
    this.className = className;
    this.fieldPath = fieldPath;
  }

  /**
   * Tells which class cannot travel.
   *
   * @return its binary name, or null if it is not known
   */
  public String className() {
    return className;
  }

  /**
   * Tells where the object hangs that cannot travel.
   *
   * @return the fields that lead to it, such as {@code Held.socket}; null if the value itself is
   *     meant or the path is not known
   */
  public String fieldPath() {
    return fieldPath;
  }
}
