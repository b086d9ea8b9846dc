package io.forkpool.spi;

/**
 * The id of this process, also in a copy that a fork has made. Thread-safe.
 *
 * <p>{@code ProcessHandle.current().pid()} does not serve there: compiled code holds the number as
 * a constant, for HotSpot trusts the final fields of {@code java.lang}'s classes (ciField.cpp,
 * trust_final_non_static_fields), and a copy inherits the compiled code of its parent. A static
 * field that is not final is read each time.
 */
public final class ThisProcess {
  private static volatile long pid = ProcessHandle.current().pid();

  private ThisProcess() {}

  /**
   * Tells which process this is.
   *
   * @return its id
   */
  public static long pid() {
    return pid;
  }

  /**
   * Notes that this process is a copy; for a start method that copies, before anything else runs in
   * the copy.
   *
   * @param own its id
   */
  public static void copied(long own) {
    pid = own;
  }
}
