package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
}
