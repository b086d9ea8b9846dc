package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.PoolException;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerLostException;
import io.forkpool.core.dispatch.Loss;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The exceptions of the tasks of a worker that has died.
 *
 * @param pid its process id
 * @param status how it ended
 * @param lastWords the last lines of its stderr
 * @param cutOffBy why what it sent could not be taken in, for which it was killed
 */
record WorkerLoss(long pid, ExitStatus status, List<String> lastWords, Optional<Throwable> cutOffBy)
    implements Loss {
  @Override
  public PoolException lost() {
    String what =
        cutOffBy
            .map(cause -> "was killed since what it sent cannot be taken in here: " + cause)
            .orElse("died while it ran the task");
    WorkerLostException lost =
        new WorkerLostException(Obituary.of(pid, status, lastWords, what), pid, status, lastWords);
    cutOffBy.ifPresent(lost::initCause);
    return lost;
  }

  @Override
  public PoolException timeout(long limitNanos) {
    Duration limit = Duration.ofNanos(limitNanos);
    return new TaskTimeoutException(
        "the task ran longer than its limit of "
            + limit
            + "; its worker process "
            + pid
            + " was killed",
        limit);
  }
}
