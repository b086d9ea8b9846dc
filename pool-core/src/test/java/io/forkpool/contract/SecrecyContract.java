package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ClassFilter;
import io.forkpool.Pool;
import io.forkpool.RemoteTaskException;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker keeps to itself, and what its parent takes from it. See SECURITY.md. */
public abstract class SecrecyContract extends ContractBase {

  @Test
  void neitherTheCommandLineNorTheEnvironmentOfAWorkerTellWhereItMeetsItsParent() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/environ")), "there is no /proc here");
    long worker = awaitWorkers(pool(1)).get(0);
    for (String file : List.of("cmdline", "environ")) {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + worker + "/" + file));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertFalse(text.contains(System.getProperty("java.io.tmpdir") + "/forkpool-"), text);
    }
  }

  @Test
  void anotherUserSeesTheCommandLineOfAWorkerAndNoMore() throws Exception {
    OtherUser.assumeThere();
    long worker = awaitWorkers(pool(1)).get(0);
    String process = "/proc/" + worker;
    assertEquals(0, OtherUser.run("cat " + process + "/cmdline").status());
    OtherUser.assertDenied("cat " + process + "/environ");
    OtherUser.assertDenied("ls " + process + "/fd/");
    OtherUser.assertDenied("cat " + process + "/maps");
    OtherUser.assertDenied("head -c 1 " + process + "/mem");
  }

  @Test
  void aTaskReadsNothingFromStdin() {
    assertEquals(-1, pool(1).apply(() -> System.in.read()));
  }

  record Wanted(int value) implements Serializable {}

  record Unwanted(int value) implements Serializable {}

  static final class UnwantedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwantedException() {
      super("boom");
    }
  }

  @Test
  void aResultOfAClassThatIsNotAcceptedFailsItsTaskAndThePoolGoesOn() {
    Pool pool = open(builder(1).acceptResults(ClassFilter.allow(Wanted.class)));
    List<Long> worker = awaitWorkers(pool);

    assertEquals(new Wanted(1), pool.apply(Wanted::new, 1));
    TaskSerializationException refused =
        assertThrows(TaskSerializationException.class, () -> pool.apply(Unwanted::new, 1));
    assertEquals(Unwanted.class.getName(), refused.className());
    assertThrows(TaskSerializationException.class, () -> pool.map(Unwanted::new, List.of(1, 2, 3)));

    assertEquals(List.of(new Wanted(1), new Wanted(2)), pool.map(Wanted::new, List.of(1, 2)));
    assertEquals(worker, pool.workerPids());
  }

  @Test
  void anExceptionOfAClassThatIsNotAcceptedComesInWords() {
    Pool pool = open(builder(1).acceptResults(ClassFilter.allow(Wanted.class)));

    TaskFailedException failed =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new UnwantedException();
                    }));

    RemoteTaskException words = assertInstanceOf(RemoteTaskException.class, failed.getCause());
    assertEquals(UnwantedException.class.getName() + ": boom", words.getMessage());
    assertEquals(new Wanted(1), pool.apply(Wanted::new, 1));
  }
}
