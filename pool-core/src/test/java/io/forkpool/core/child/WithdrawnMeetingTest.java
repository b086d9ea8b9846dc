package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.core.channel.Endpoint;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.spawn.SpawnStartMethod;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose parent has closed its pool while the worker was being started. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class WithdrawnMeetingTest {
  @TempDir Path directory;

  private ChildHandle start(Path meeting) throws Exception {
    Endpoint endpoint =
        new Endpoint(
            "unix:" + meeting.resolve("socket"),
            new byte[Greeting.TOKEN_BYTES],
            meeting.toString());
    WorkerSetup setup =
        new WorkerSetup(
            endpoint, KryoCodec.class.getName(), Self.SOMEBODY, Optional.empty(), 0, false);
    ChildHandle child =
        new SpawnStartMethod()
            .start(
                new ChildRequest(
                    "worker",
                    new ChildEntry.Named(WorkerProgram.class.getName(), setup.encode()),
                    Optional.empty(),
                    List.of("-Xmx32m"),
                    Map.of(),
                    1,
                    HeldLockPolicy.WARN));
    assertEquals(ExitStatus.ofExitValue(1), child.onExit().get(30, TimeUnit.SECONDS));
    return child;
  }

  @Test
  void aWorkerThatIsNotWaitedForAnyMoreEndsQuietly() throws Exception {
    assertEquals(List.of(), start(directory.resolve("gone")).lastErrorLines());
  }

  @Test
  void aWorkerThatCannotMeetItsParentSaysSo() throws Exception {
    ChildHandle child = start(directory);
    List<String> words =
        await().atMost(30, TimeUnit.SECONDS).until(child::lastErrorLines, said -> !said.isEmpty());
    assertTrue(words.get(0).contains("claims"), words.toString());
  }
}
