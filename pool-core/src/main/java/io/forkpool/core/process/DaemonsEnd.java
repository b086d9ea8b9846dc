package io.forkpool.core.process;

import java.time.Duration;
import java.util.Set;

/**
 * Ends the daemonic children when this JVM ends: asks them to, and kills those that do not. They
 * notice by themselves when it was killed, but not at once.
 */
final class DaemonsEnd implements Runnable {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** How long one that was killed may take to be gone, where processors are rare. */
  private static final Duration BURIAL = Duration.ofSeconds(5);

  private final Set<StartableProcess> children;
  private boolean registered;

  DaemonsEnd(Set<StartableProcess> children) {
    this.children = children;
  }

  /** There is a daemon. */
  synchronized void register() {
    if (!registered) {
      registered = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(null, this, "forkpool-daemons-end"));
      } catch (IllegalStateException e) {
        // This JVM ends just now: the child will notice by itself.
        System.getLogger("io.forkpool")
            .log(System.Logger.Level.DEBUG, "a daemon was started while this JVM ends", e);
      }
    }
  }

  @Override
  public void run() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (StartableProcess child : children) {
      if (child.daemon()) {
        child.endBy(StartableProcess.End.TERMINATE);
      }
    }
    for (StartableProcess child : children) {
      if (child.daemon()) {
        child.awaitEnd(deadline - System.nanoTime());
        child.endBy(StartableProcess.End.KILL);
      }
    }
    long last = System.nanoTime() + BURIAL.toNanos();
    for (StartableProcess child : children) {
      if (child.daemon()) {
        child.awaitEnd(last - System.nanoTime());
      }
    }
  }
}
