package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForkedHandleTest {
  /** Nobody would ever learn how it ends. The JDK waits for this child, too. */
  @Test
  void aChildForWhichThereIsNoThreadIsEnded() throws Exception {
    assumeTrue(ForkAvailability.get().isAvailable(), "no native part here");
    Process sleeping = new ProcessBuilder("sleep", "600").start();
    OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
    ForkedChild child = new ForkedChild((int) sleeping.pid(), List.of(), null);
    try {
      assertSame(
          none,
          assertThrows(
              OutOfMemoryError.class,
              () ->
                  new ForkedHandle(
                      child,
                      Optional.empty(),
                      reap ->
                          new Thread(reap) {
                            @Override
                            public void start() {
                              throw none;
                            }
                          })));
      assertTrue(sleeping.waitFor(20, TimeUnit.SECONDS), "it lives on");
    } finally {
      sleeping.destroyForcibly();
    }
  }
}
