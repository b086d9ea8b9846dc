package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.forkpool.fuzz.FuzzRun;
import io.forkpool.fuzz.Mutator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever strangers say where a child is awaited: the child gets in, and none of them does. */
class GreetingFuzzTest {
  private static final int MOST_STRANGERS = 20;

  @Test
  void onlyTheChildGetsInWhateverStrangersSay() {
    FuzzRun.ofShare("greeting", 10, GreetingFuzzTest::round);
  }

  private static int round(Random random) throws IOException {
    List<SocketChannel> strangers = new ArrayList<>();
    Path directory;
    try (Rendezvous meeting = Rendezvous.open()) {
      directory = Path.of(meeting.endpoint().directory());
      int before = random.nextInt(MOST_STRANGERS);
      for (int i = 0; i < before; i++) {
        strangers.add(stranger(random, meeting.endpoint()));
      }
      try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
          SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
        frames.write(ByteBuffer.wrap(new byte[] {1}));
        lifeline.write(ByteBuffer.wrap(new byte[] {2}));
        Connections child =
            meeting.accept(() -> false, System::nanoTime, Long.MAX_VALUE).orElseThrow();
        assertEquals(1, firstByte(child.frames()));
        assertEquals(2, firstByte(child.lifeline()));
      }
    } finally {
      for (SocketChannel stranger : strangers) {
        stranger.close();
      }
    }
    assertFalse(Files.exists(directory), "left behind: " + directory);
    return strangers.size() + 2;
  }

  private static boolean startsWith(byte[] says, byte[] token) {
    return says.length >= Greeting.BYTES && Arrays.equals(says, 4, Greeting.BYTES, token, 0, 32);
  }

  private static int firstByte(SocketChannel connection) throws IOException {
    try (connection) {
      ByteBuffer received = ByteBuffer.allocate(1);
      connection.configureBlocking(true);
      connection.read(received);
      return received.get(0);
    }
  }

  /** Says nearly what the child says, but never the token. */
  private static SocketChannel stranger(Random random, Endpoint endpoint) throws IOException {
    ByteBuffer right = ByteBuffer.allocate(Greeting.BYTES).put(new byte[] {'F', 'K', 'P'});
    right.put((byte) random.nextInt(4));
    byte[] token = endpoint.token().clone();
    token[random.nextInt(token.length)] ^= (byte) (1 << random.nextInt(8));
    byte[] says = right.put(token).array();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      says = Mutator.damaged(random, says);
    }
    if (startsWith(says, endpoint.token())) {
      says[4]++; // what was changed was changed back
    }
    SocketChannel stranger = SocketChannel.open(endpoint.socketAddress());
    stranger.write(ByteBuffer.wrap(says));
    if (random.nextInt(3) == 0) {
      stranger.shutdownOutput();
    }
    return stranger;
  }
}
