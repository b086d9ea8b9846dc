package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of a process, and brings it about. */
final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Waits until a process has ended; kills it when it takes too long.
   *
   * @param child the process
   * @param graceMillis how long it may take by itself
   * @param killSeconds how long it may take to be killed, at the most
   * @return how it ended; {@link ExitStatus.Lost} if it has not ended even so
   */
  static ExitStatus await(ChildHandle child, long graceMillis, int killSeconds) {
    boolean interrupted = Thread.interrupted();
    try {
      ExitStatus status = within(child, graceMillis);
      if (status == null) {
        child.kill();
        status = within(child, TimeUnit.SECONDS.toMillis(killSeconds));
      }
      return status == null ? new ExitStatus.Lost() : status;
    } catch (InterruptedException e) {
      interrupted = true;
      child.kill();
      return child.onExit().getNow(new ExitStatus.Lost());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ExitStatus within(ChildHandle child, long millis) throws InterruptedException {
    try {
      return child.onExit().get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      return new ExitStatus.Lost(); // not by contract, but nothing may escape here
    }
  }
}
