package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.ExitStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObituaryTest {

  @Test
  void saysWhoAndHow() {
    assertEquals(
        "worker process 4711 died while it ran the task (signal 9 (SIGKILL))",
        Obituary.of(4711, new ExitStatus.Signaled(9), List.of(), "died while it ran the task"));
  }

  @Test
  void givesTheLastWordsInTheirOrder() {
    assertEquals(
        "worker process 1 ended before it was ready (exit code 1); the last lines of its stderr:\n"
            + "  Error occurred during initialization of VM\n"
            + "  Too small maximum heap",
        Obituary.of(
            1,
            new ExitStatus.Exited(1),
            List.of("Error occurred during initialization of VM", "Too small maximum heap"),
            "ended before it was ready"));
  }
}
