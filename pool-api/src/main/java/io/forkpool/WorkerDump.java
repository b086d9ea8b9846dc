package io.forkpool;

import java.util.Objects;

/**
 * The Java stacks of one worker's threads, or why there are none; see {@link Pool#dumpWorkers()}.
 *
 * @param pid the worker's process id
 * @param answered whether the worker has told its stacks
 * @param text the stacks, or in one line why there are none
 */
public record WorkerDump(long pid, boolean answered, String text) {

  /**
   * Checks that nothing is null.
   *
   * @param pid the worker's process id
   * @param answered whether the worker has told its stacks
   * @param text the stacks, or why there are none
   */
  public WorkerDump {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return "worker process " + pid + ":\n" + text;
  }
}
