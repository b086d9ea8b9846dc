package io.forkpool.core.dispatch;

/**
 * How many workers a pool has, and when they leave.
 *
 * @param least how many it has even if there is nothing to do; from 0 to {@code most}
 * @param most how many it has at the most, at least 1
 * @param idleNanos how long a worker above the least waits for a task; 0 for ever
 * @param maxTasks after how many tasks a worker is replaced; 0 for never
 * @param maxAgeNanos at which age a worker is replaced; 0 for never
 */
public record Staffing(int least, int most, long idleNanos, int maxTasks, long maxAgeNanos) {

  /**
   * A fixed number of workers that stay for ever.
   *
   * @param workers how many
   * @return the staffing
   */
  public static Staffing fixed(int workers) {
    return new Staffing(workers, workers, 0, 0, 0);
  }

  /** Whether the number of workers follows the load. */
  boolean isElastic() {
    return least < most;
  }

  /** After how many tasks a worker is replaced. */
  int share() {
    return maxTasks == 0 ? Integer.MAX_VALUE : maxTasks;
  }
}
