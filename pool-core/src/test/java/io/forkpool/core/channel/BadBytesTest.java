package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.forkpool.TaskSerializationException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that come in pieces, end too early, or are no frames. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class BadBytesTest {
  private static final Payload BODY = Bodies.of(new byte[] {1, 2, 3}, new byte[0], new byte[40]);
  private static final byte[] FRAME =
      RawPeer.bytesOf(Bodies.call(1, 3, BODY), Bodies.bytesOf(BODY));

  /** Reads a frame with its items; returns the length of all. */
  private static int readFrame(FrameChannel channel) throws IOException {
    Frame frame = channel.next();
    int bytes = 0;
    for (int i = 0; i < frame.count(); i++) {
      bytes += Bodies.readItem(channel).length;
    }
    channel.skipBody();
    return bytes;
  }

  @Test
  void frameThatIsSplitAnywhereArrivesWhole() throws Exception {
    try (RawPeer peer = RawPeer.open()) {
      BlockingQueue<Integer> arrived = readAll(peer.channel());
      for (int cut = 1; cut < FRAME.length; cut++) {
        peer.send(FRAME, 0, cut);
        LockSupport.parkNanos(50_000); // so that the reader gets to see the piece by itself
        peer.send(FRAME, cut, FRAME.length);
        assertEquals(43, arrived.poll(10, TimeUnit.SECONDS), "split at " + cut);
      }
    }
  }

  @Test
  void frameThatComesByteForByteArrivesWhole() throws Exception {
    try (RawPeer peer = RawPeer.open()) {
      BlockingQueue<Integer> arrived = readAll(peer.channel());
      for (int i = 0; i < FRAME.length; i++) {
        peer.send(FRAME, i, i + 1);
        LockSupport.parkNanos(50_000);
      }
      assertEquals(43, arrived.poll(10, TimeUnit.SECONDS));
    }
  }

  private static BlockingQueue<Integer> readAll(FrameChannel channel) {
    BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (true) {
                  arrived.add(readFrame(channel));
                }
              } catch (IOException e) {
                return; // the test is over, or misses what did not arrive
              }
            });
    reader.setDaemon(true);
    reader.start();
    return arrived;
  }

  @Test
  void frameThatIsCutOffAnywhereEndsTheStream() throws IOException {
    for (int cut = 0; cut < FRAME.length; cut++) {
      try (RawPeer peer = RawPeer.open()) {
        peer.send(FRAME, 0, cut);
        peer.raw().close();
        assertThrows(EOFException.class, () -> readFrame(peer.channel()), "cut at " + cut);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 300 * 1024})
  void everyWayToReadACutOffBodyEndsTheStream(int length) throws IOException {
    assertCutOff(length, channel -> channel.decode(new Bodies.AsIs(), channel.readLength()));
    assertCutOff(length, channel -> channel.readBytes(4 + length));
    assertCutOff(length, channel -> channel.skip(4 + length));
    assertCutOff(length, FrameChannel::skipBody);
  }

  private interface Reading {
    void from(FrameChannel channel) throws IOException;
  }

  private static void assertCutOff(int length, Reading reading) throws IOException {
    Payload body = Bodies.of(new byte[length]);
    byte[] bytes = RawPeer.bytesOf(Bodies.call(1, 1, body), Bodies.bytesOf(body));
    try (RawPeer peer = RawPeer.open()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  peer.send(bytes, 0, bytes.length - 1);
                  peer.raw().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      peer.channel().next();
      assertThrows(EOFException.class, () -> reading.from(peer.channel()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void itemThatIsLongerThanItsBodyIsRefused(int length) throws IOException {
    byte[] body = ByteBuffer.allocate(8).putInt(length).array();
    try (RawPeer peer = RawPeer.open()) {
      peer.send(RawPeer.bytesOf(new Frame(FrameType.CALL, 0, 1, 1, 0, 8), body));
      peer.channel().next();
      MalformedFrameException refused =
          assertThrows(MalformedFrameException.class, () -> peer.channel().readLength());
      assertTrue(refused.getMessage().contains("an item of " + length), refused.getMessage());
    }
  }

  @Test
  void readingPastTheBodyIsRefusedThoughTheNextFrameIsThere() throws IOException {
    try (RawPeer peer = RawPeer.open()) {
      byte[] body = new byte[6];
      peer.send(RawPeer.bytesOf(new Frame(FrameType.CALL, 0, 0, 1, 0, 6), body));
      peer.send(FRAME);
      FrameChannel channel = peer.channel();
      channel.next();
      assertThrows(MalformedFrameException.class, () -> channel.skip(7));
      assertThrows(MalformedFrameException.class, () -> channel.readBytes(7));
      assertThrows(MalformedFrameException.class, () -> channel.decode(new Bodies.AsIs(), 7));
      assertThrows(MalformedFrameException.class, () -> channel.decode(new Bodies.AsIs(), 1 << 20));
      assertArrayEquals(new byte[5], channel.readBytes(5));
      assertThrows(MalformedFrameException.class, channel::readLength);
      assertEquals(0, channel.readByte());
      assertThrows(MalformedFrameException.class, channel::readByte);
      assertEquals(43, readFrame(channel));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "Picked up JAVA_TOOL_OPTIONS: -Dnothing=1",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
      })
  void otherProtocolsAreRefused(String greeting) throws IOException {
    try (RawPeer peer = RawPeer.open()) {
      peer.send(greeting.getBytes(StandardCharsets.US_ASCII));
      assertThrows(MalformedFrameException.class, () -> peer.channel().next());
    }
  }

  /** Whatever comes, the reader ends, and only with what its callers expect. */
  @Test
  void mutatedFramesEndTheStreamAndNothingElse() throws IOException {
    long seed = Long.getLong("forkpool.seed", System.nanoTime());
    Random random = new Random(seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    for (int round = 0; round < 2000 && System.nanoTime() < end; round++) {
      byte[] bytes = mutated(random);
      try (RawPeer peer = RawPeer.open()) {
        peer.send(bytes);
        peer.raw().close();
        while (true) {
          readSomehow(peer.channel(), random);
        }
      } catch (IOException e) {
        continue; // EOFException and MalformedFrameException are
      } catch (Throwable t) {
        fail("run again with -Dforkpool.seed=" + seed + "L, round " + round, t);
      }
    }
  }

  private static void readSomehow(FrameChannel channel, Random random) throws IOException {
    Frame frame = channel.next();
    try {
      for (int i = 0; i < Math.min(frame.count(), 1000) && random.nextInt(20) > 0; i++) {
        int length = channel.readLength();
        if (random.nextInt(4) == 0) {
          channel.skip(length);
        } else {
          channel.decode(new Picky(), length);
        }
      }
    } catch (TaskSerializationException e) {
      // fails the one task; the reader goes on
    }
    channel.skipBody();
  }

  /** A few frames, of which some bytes are changed, left out or doubled. */
  private static byte[] mutated(Random random) {
    ByteBuffer all = ByteBuffer.allocate(64 * 1024);
    for (int frames = 1 + random.nextInt(4); frames > 0; frames--) {
      byte[][] items = new byte[random.nextInt(4)][];
      for (int i = 0; i < items.length; i++) {
        items[i] = Bodies.pattern(random.nextInt(3000), i);
      }
      Payload body = Bodies.of(items);
      all.put(RawPeer.bytesOf(Bodies.call(frames, items.length, body), Bodies.bytesOf(body)));
    }
    byte[] bytes = new byte[all.flip().remaining()];
    all.get(bytes);
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      int at = random.nextInt(random.nextBoolean() ? Frame.HEADER_BYTES : bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> System.arraycopy(bytes, at, bytes, at / 2, bytes.length - at);
        default -> {
          byte[] noise = new byte[Math.min(8, bytes.length - at)];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, at, noise.length);
        }
      }
    }
    return random.nextInt(3) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
        : bytes;
  }

  /** Refuses every other value. */
  private static final class Picky extends ForwardingSession {
    @Override
    Object taken(byte[] bytes) {
      if (bytes.length % 2 == 0) {
        throw new TaskSerializationException("refused", null, null, null);
      }
      return bytes;
    }
  }
}
