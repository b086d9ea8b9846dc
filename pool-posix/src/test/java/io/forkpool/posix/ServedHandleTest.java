package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildRole;
import io.forkpool.spi.ErrorTail;
import java.io.BufferedReader;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of a child whose server, which would have told of it, has gone. */
class ServedHandleTest {
  @Test
  void anOrphanThatNobodyReapsHasEndedAllTheSame() throws Exception {
    assumeTrue(Surroundings.current().os().equals("Linux"), "there is no /proc here");
    // The child of a process that becomes another program, which does not know that it has one.
    Process neglectful =
        new ProcessBuilder(
                "sh", "-c", "exec 3<&0; (read go <&3; exit 3) & echo $!; exec sleep 600 3<&- <&-")
            .start();
    try (BufferedReader says = neglectful.inputReader()) {
      ServedHandle orphan =
          new ServedHandle(
              Integer.parseInt(says.readLine()),
              Optional.of(ErrorTail.follow(InputStream.nullInputStream(), "orphan")),
              ChildRole.WORKER,
              () -> false);

      orphan.orphaned();
      assertFalse(orphan.onExit().isDone(), "it lives");
      neglectful.getOutputStream().close();

      assertEquals(new ExitStatus.Lost(), orphan.onExit().get(20, TimeUnit.SECONDS));
    } finally {
      neglectful.destroyForcibly();
    }
  }
}
