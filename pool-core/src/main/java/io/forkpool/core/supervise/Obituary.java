package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import java.util.List;

/** How a worker's death is told. */
final class Obituary {
  private Obituary() {}

  static String of(long pid, ExitStatus status, List<String> lastWords, String when) {
    String told = "worker process " + pid + " " + when + " (" + status + ")";
    return lastWords.isEmpty()
        ? told
        : told + "; the last lines of its stderr:\n  " + String.join("\n  ", lastWords);
  }
}
