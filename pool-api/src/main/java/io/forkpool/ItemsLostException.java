package io.forkpool;

/**
 * Items of a {@link ProcessQueue} will never be {@linkplain ProcessQueue#taskDone done}: the
 * processes that took them have ended.
 */
public class ItemsLostException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** How many. */
  private final long count;

  /**
   * Makes an exception.
   *
   * @param count how many items
   */
  public ItemsLostException(long count) {
    super(
        count
            + (count == 1 ? " item was" : " items were")
            + " taken by processes that have ended and did not say that it was done",
        null);
    this.count = count;
  }

  /**
   * Tells how many items were lost.
   *
   * @return how many, at least 1
   */
  public long count() {
    return count;
  }
}
