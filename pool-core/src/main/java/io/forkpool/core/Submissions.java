package io.forkpool.core;

import io.forkpool.core.dispatch.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The tasks of an executor service that have not ended, and what each was given as. Thread-safe.
 */
final class Submissions {
  private final Map<Call, Submission> unfinished = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  /**
   * A task that the pool has.
   *
   * @param number grows from one to the next
   * @param task the task
   * @param command what the service was given for it; null if that was not a single command: then a
   *     thread waits in a method of the service, and nobody else can run the task
   */
  private record Submission(long number, PoolTask<?> task, Runnable command) {
    /** Ends what has not begun, or makes it free to be run elsewhere. */
    void giveBack(List<Runnable> notBegun) {
      task.giveBack();
      if (command == null) {
        task.cancel(false);
      } else {
        if (command instanceof PoolTask<?> other) {
          other.giveBack();
        }
        notBegun.add(command);
      }
    }
  }

  /**
   * Has a task run by its pool.
   *
   * @param command what the service was given for it; null if a thread waits for it
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed
   */
  void add(PoolTask<?> task, Runnable command) {
    add(task, command, (value, failure) -> {});
  }

  /** The same; an action follows when the task has ended, however. */
  void add(PoolTask<?> task, Runnable command, BiConsumer<Object, Throwable> whenDone) {
    unfinished.put(task.call(), new Submission(count.incrementAndGet(), task, command));
    try {
      task.submit();
    } catch (RuntimeException e) {
      unfinished.remove(task.call());
      throw e;
    }
    task.future()
        .whenComplete(
            (value, failure) -> {
              unfinished.remove(task.call());
              whenDone.accept(value, failure);
            });
  }

  /** Terminates the pool; gives what no worker has begun, in order. */
  List<Runnable> giveBack(Engine engine) {
    List<Runnable> notBegun = new ArrayList<>();
    engine.terminateExcept(unfinished::containsKey).stream()
        .map(unfinished::remove)
        .filter(Objects::nonNull) // some may have been cancelled just now
        .sorted(Comparator.comparingLong(Submission::number))
        .forEach(submission -> submission.giveBack(notBegun));
    return notBegun;
  }
}
