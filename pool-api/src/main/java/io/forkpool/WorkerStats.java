package io.forkpool;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one worker does at one moment.
 *
 * @param pid its process id
 * @param state what it does
 * @param age how long it has been ready; how long ago its process was started, if it is not ready
 * @param tasksDone how many tasks it has reported, also those that failed
 * @param running the task that it runs; empty if none
 */
public record WorkerStats(
    long pid, State state, Duration age, long tasksDone, Optional<Running> running) {

  /** What a worker does. */
  public enum State {
    /** It is not ready yet: it starts, or runs the preload action or the initializer. */
    STARTING,
    /** It waits for a task. */
    IDLE,
    /** It has tasks. */
    BUSY,
    /** It was told to end. */
    STOPPING
  }

  /**
   * A task that runs. In the calls of single tasks it is the only one of its chunk.
   *
   * @param task which one of the chunk's tasks it is, from 1
   * @param chunkSize how many tasks travelled together
   * @param attempt the how manieth time it is run, from 1
   * @param time for how long; in a {@code map} of short tasks it may include some that ran before
   */
  public record Running(int task, int chunkSize, int attempt, Duration time) {
    @Override
    public String toString() {
      String which = "task " + task + " of " + chunkSize;
      return which + (attempt > 1 ? ", attempt " + attempt + "," : "") + " for " + seconds(time);
    }
  }

  @Override
  public String toString() {
    return "worker %d, up %s, %d tasks done, %s%s"
        .formatted(
            pid,
            seconds(age),
            tasksDone,
            state.name().toLowerCase(Locale.ROOT),
            running.map(task -> " with " + task).orElse(""));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
