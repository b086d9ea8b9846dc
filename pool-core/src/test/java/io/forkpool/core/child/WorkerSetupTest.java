package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.Endpoint;
import io.forkpool.core.channel.Greeting;
import java.io.EOFException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerSetupTest {
  private static final byte[] TOKEN = new byte[Greeting.TOKEN_BYTES];

  private static final Birth BIRTH = new Birth("a worker", "", true, "spawn", 7, "MainProcess", 2);

  static {
    Arrays.fill(TOKEN, (byte) 0xa7);
  }

  private static WorkerSetup setup(WorkerSetup.Initializer initializer) {
    return new WorkerSetup(
        new Endpoint("unix:/tmp/\u00e9/socket", TOKEN, "/tmp/\u00e9"),
        "some.Codec",
        BIRTH,
        Optional.ofNullable(initializer),
        1L << 40,
        true);
  }

  @Test
  void setupTravelsAsBytes() throws Exception {
    byte[] bytes = {1, 2, 3};
    WorkerSetup copy =
        WorkerSetup.decode(setup(new WorkerSetup.Initializer.Encoded(bytes)).encode());
    assertEquals("unix:/tmp/\u00e9/socket", copy.endpoint().address());
    assertEquals("/tmp/\u00e9", copy.endpoint().directory());
    assertArrayEquals(TOKEN, copy.endpoint().token());
    assertEquals("some.Codec", copy.codecClass());
    assertEquals(BIRTH, copy.birth());
    assertEquals(1L << 40, copy.maxMemory());
    assertTrue(copy.fewFiles());
    WorkerSetup.Initializer.Encoded initializer =
        (WorkerSetup.Initializer.Encoded) copy.initializer().orElseThrow();
    assertArrayEquals(bytes, initializer.bytes());
  }

  @Test
  void setupWithoutInitializerTravels() throws Exception {
    assertEquals(Optional.empty(), WorkerSetup.decode(setup(null).encode()).initializer());
  }

  @Test
  void setupThatIsCutOffIsRefused() {
    byte[] bytes = setup(null).encode();
    assertThrows(
        EOFException.class, () -> WorkerSetup.decode(Arrays.copyOf(bytes, bytes.length - 1)));
  }
}
