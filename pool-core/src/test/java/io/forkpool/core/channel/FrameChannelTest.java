package io.forkpool.core.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.TaskSerializationException;
import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives of what was sent, and who is woken when. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class FrameChannelTest {
  private static final int BUFFERED = 256 * 1024;

  private ChannelPair pair;

  @BeforeEach
  void open() throws IOException {
    pair = ChannelPair.open();
  }

  @AfterEach
  void close() {
    pair.close();
  }

  /** Sends from the one end while this thread reads at the other. */
  private void send(Frame frame, Payload body) {
    pair.parent().offer(frame, body);
    start(
        () -> {
          try {
            pair.parent().flush();
          } catch (IOException e) {
            // the test that closes this end meanwhile looks at the other one
          }
        });
  }

  private static Thread start(Runnable action) {
    Thread thread = new Thread(action, "frame-channel-test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void frameWithoutBodyArrives() throws IOException {
    Frame stop = new Frame(FrameType.STOP, 0, 0, 0, 0, 0);
    send(stop, Payload.EMPTY);
    assertEquals(stop, pair.child().next());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 16 * 1024, 32 * 1024, 64 * 1024, BUFFERED, BUFFERED + 1})
  void itemArrivesWhole(int length) throws IOException {
    byte[] item = Bodies.pattern(length, length);
    Payload body = Bodies.of(item, new byte[] {42}, item);
    send(Bodies.call(1, 3, body), body);
    assertEquals(Bodies.call(1, 3, body), pair.child().next());
    assertArrayEquals(item, Bodies.readItem(pair.child()));
    assertArrayEquals(new byte[] {42}, Bodies.readItem(pair.child()));
    assertArrayEquals(item, Bodies.readItem(pair.child()));
  }

  @Test
  void onlyLargeItemsAreStreamed() throws IOException {
    Payload body = Bodies.of(new byte[BUFFERED], new byte[BUFFERED + 1], new byte[5 << 20]);
    send(Bodies.call(1, 3, body), body);
    pair.child().next();
    Bodies.AsIs session = new Bodies.AsIs();
    pair.child().decode(session, pair.child().readLength());
    assertFalse(session.streamed, "256 KB");
    pair.child().decode(session, pair.child().readLength());
    assertTrue(session.streamed, "256 KB and a byte");
    pair.child().decode(session, pair.child().readLength());
    assertTrue(session.streamed, "5 MB");
  }

  @Test
  void streamOfALargeItemEndsWithTheItem() throws IOException {
    byte[] large = Bodies.pattern(BUFFERED + 100, 1);
    Payload body = Bodies.of(large, new byte[] {1, 2, 3});
    send(Bodies.call(1, 2, body), body);
    pair.child().next();
    Object read =
        pair.child()
            .decode(
                new StreamOnly(
                    in -> {
                      assertEquals(large.length, in.available());
                      assertEquals(large[0] & 0xff, in.read());
                      byte[] rest = new byte[large.length + 50];
                      int length = in.readNBytes(rest, 0, rest.length);
                      assertEquals(-1, in.read());
                      assertEquals(0, in.available());
                      return length;
                    }),
                pair.child().readLength());
    assertEquals(large.length - 1, read);
    assertArrayEquals(new byte[] {1, 2, 3}, Bodies.readItem(pair.child()));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, BUFFERED + 100, 3 << 20})
  void itemThatCannotBeDecodedIsReadPast(int length) throws IOException {
    Payload body = Bodies.of(new byte[length], new byte[] {7});
    send(Bodies.call(1, 2, body), body);
    pair.child().next();
    int announced = pair.child().readLength();
    assertThrows(
        TaskSerializationException.class, () -> pair.child().decode(new Refusing(), announced));
    assertArrayEquals(new byte[] {7}, Bodies.readItem(pair.child()));
  }

  @Test
  void bodyMustBeReadBeforeTheNextFrame() throws IOException {
    Payload body = Bodies.of(new byte[10]);
    pair.parent().offer(Bodies.call(1, 1, body), body);
    send(Bodies.call(2, 1, body), body);
    pair.child().next();
    MalformedFrameException refused =
        assertThrows(MalformedFrameException.class, () -> pair.child().next());
    assertTrue(refused.getMessage().contains("14 bytes"), refused.getMessage());
    pair.child().skipBody();
    assertEquals(2, pair.child().next().sequence());
  }

  @Test
  void bodyCanBeReadInAnyPieces() throws IOException {
    byte[] bytes = Bodies.pattern(1 << 20, 3);
    Payload body = Bodies.of(bytes);
    send(Bodies.call(1, 1, body), body);
    FrameChannel in = pair.child();
    in.next();
    assertEquals(bytes.length, in.readLength());
    assertEquals(bytes[0], in.readByte());
    in.skip(99);
    assertArrayEquals(java.util.Arrays.copyOfRange(bytes, 100, 600_100), in.readBytes(600_000));
    in.skipBody();
    send(Bodies.call(2, 0, Payload.EMPTY), Payload.EMPTY);
    assertEquals(2, in.next().sequence());
  }

  @Test
  void offerOfAFrameWithAnotherBodyIsRefused() {
    Frame frame = new Frame(FrameType.CALL, 0, 1, 1, 0, 99);
    Payload body = Bodies.of(new byte[10]);
    assertThrows(IllegalArgumentException.class, () -> pair.parent().offer(frame, body));
  }

  @Test
  void receivedHeaderIsKnownWithoutWaiting() throws IOException {
    assertFalse(pair.child().hasReceived());
    pair.parent().offer(Bodies.call(1, 0, Payload.EMPTY), Payload.EMPTY);
    pair.parent().offer(Bodies.call(2, 0, Payload.EMPTY), Payload.EMPTY);
    pair.parent().flush();
    pair.child().next();
    assertTrue(pair.child().hasReceived(), "the second frame came with the first");
    pair.child().next();
    assertFalse(pair.child().hasReceived());
  }

  @Test
  void interruptedWaitLosesNothing() throws Exception {
    try (RawPeer peer = RawPeer.open()) {
      Payload body = Bodies.of(new byte[] {1, 2, 3});
      byte[] bytes = RawPeer.bytesOf(Bodies.call(9, 1, body), Bodies.bytesOf(body));
      peer.send(bytes, 0, 13);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> peer.channel().nextForCaller());
      assertFalse(Thread.interrupted(), "the exception took the status");
      peer.send(bytes, 13, bytes.length);
      assertEquals(9, peer.channel().nextForCaller().sequence());
      assertArrayEquals(new byte[] {1, 2, 3}, Bodies.readItem(peer.channel()));
    }
  }

  @Test
  void interruptDoesNotEndAnUninterruptibleWaitAndIsKept() throws Exception {
    AtomicReference<Object> outcome = new AtomicReference<>();
    AtomicBoolean kept = new AtomicBoolean();
    Thread reader =
        start(
            () -> {
              Thread.currentThread().interrupt();
              try {
                outcome.set(pair.child().next());
              } catch (IOException | RuntimeException e) {
                outcome.set(e);
              }
              kept.set(Thread.currentThread().isInterrupted());
            });
    await().until(() -> isSelecting(reader) && !reader.isInterrupted()); // noticed, and waits again
    Frame stop = new Frame(FrameType.STOP, 0, 0, 0, 0, 0);
    send(stop, Payload.EMPTY);
    reader.join();
    assertEquals(stop, outcome.get());
    assertTrue(kept.get(), "interrupt status");
    send(stop, Payload.EMPTY);
    assertEquals(stop, pair.child().next(), "the channel is still open");
  }

  @Test
  void closeWakesABlockedReader() throws Exception {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread reader = startReader(outcome);
    await().until(() -> isSelecting(reader));
    pair.child().close();
    reader.join();
    assertInstanceOf(IOException.class, outcome.get());
  }

  @Test
  void deathOfTheOtherSideWakesABlockedReader() throws Exception {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread reader = startReader(outcome);
    await().until(() -> isSelecting(reader));
    pair.parent().close();
    reader.join();
    assertInstanceOf(java.io.EOFException.class, outcome.get());
  }

  @Test
  void anEndWithBytesLeftUnreadIsAnEnd() throws IOException {
    pair.child().offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);
    pair.child().push();

    pair.parent().close(); // the kernel answers with a reset, since it has not read that

    assertThrows(java.io.EOFException.class, () -> pair.child().next());
  }

  @Test
  void whoWritesToOneThatHasGoneIsToldSo() {
    pair.parent().close();
    pair.child().offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);

    assertThrows(java.io.EOFException.class, () -> pair.child().flush());
  }

  /** Another process may keep the dead one's socket open. */
  @Test
  void aLateReaderGetsAllThatADeadPeerHasSentAndThenTheEnd() throws IOException {
    Payload body = Bodies.of(new byte[] {42});
    pair.parent().offer(Bodies.call(1, 1, body), body);
    pair.parent().push();
    pair.child().endBehindReceived();
    assertEquals(Bodies.call(1, 1, body), pair.child().next());
    assertArrayEquals(new byte[] {42}, Bodies.readItem(pair.child()));
    assertThrows(java.io.EOFException.class, () -> pair.child().next());
  }

  @Test
  void aReaderThatWaitsIsToldThatItsPeerIsDead() throws InterruptedException {
    AtomicReference<Exception> outcome = new AtomicReference<>();
    Thread reader =
        start(
            () -> {
              try {
                pair.child().next();
              } catch (IOException e) {
                outcome.set(e);
              }
            });
    await().until(() -> isInSelect(reader));
    pair.child().endBehindReceived();
    reader.join(20_000);
    assertInstanceOf(java.io.EOFException.class, outcome.get());
  }

  private static boolean isInSelect(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("select"));
  }

  @Test
  void whoWritesToAChannelThatItHasClosedItselfIsToldThat() {
    pair.child().close();
    pair.child().offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);

    assertThrows(java.nio.channels.ClosedChannelException.class, () -> pair.child().flush());
  }

  private Thread startReader(AtomicReference<Throwable> outcome) {
    return start(
        () -> {
          try {
            pair.child().next();
          } catch (Throwable t) {
            outcome.set(t);
          }
        });
  }

  private static boolean isSelecting(Thread thread) {
    for (StackTraceElement element : thread.getStackTrace()) {
      if (element.getMethodName().equals("select")
          && element.getClassName().equals(FrameChannel.class.getName())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void pushToASideThatHasGoneThrows() {
    pair.child().close();
    pair.parent().offer(new Frame(FrameType.STOP, 0, 0, 0, 0, 0), Payload.EMPTY);
    assertThrows(IOException.class, () -> pair.parent().push());
  }

  @Test
  void everyMethodOfAClosedChannelThrowsIoException() {
    Frame stop = new Frame(FrameType.STOP, 0, 0, 0, 0, 0);
    pair.parent().close();
    pair.parent().close();
    assertThrows(IOException.class, () -> pair.parent().next());
    assertThrows(IOException.class, () -> pair.parent().nextForCaller());
    pair.parent().offer(stop, Payload.EMPTY);
    assertThrows(IOException.class, () -> pair.parent().push());
    pair.parent().offer(stop, Payload.EMPTY);
    assertThrows(IOException.class, () -> pair.parent().flush());
  }

  @Test
  void pushDoesNotBlockAndTheReaderSendsWhatIsLeft() throws Exception {
    byte[] large = Bodies.pattern(20 << 20, 5);
    Payload body = Bodies.of(large);
    pair.parent().offer(Bodies.call(1, 1, body), body);
    pair.parent().push(); // far more than a socket takes
    Thread parent = start(() -> assertThrows(IOException.class, () -> pair.parent().next()));
    pair.child().next();
    assertArrayEquals(large, Bodies.readItem(pair.child()));
    pair.parent().close();
    parent.join();
  }

  /** Decodes streams by a function, and nothing else. */
  private record StreamOnly(Reading reading) implements TaskCodec.Session {
    interface Reading {
      Object of(InputStream in) throws IOException;
    }

    @Override
    public void encode(Object value, OutputStream out) {
      throw new AssertionError();
    }

    @Override
    public Object decode(byte[] source, int offset, int length) {
      throw new AssertionError("not streamed");
    }

    @Override
    public Object decode(InputStream in) throws IOException {
      return reading.of(in);
    }
  }

  /** Reads a little and refuses the value. */
  private static final class Refusing implements TaskCodec.Session {
    @Override
    public void encode(Object value, OutputStream out) {
      throw new AssertionError();
    }

    @Override
    public Object decode(byte[] source, int offset, int length) {
      throw new TaskSerializationException("refused", null, null, null);
    }

    @Override
    public Object decode(InputStream in) throws IOException {
      in.readNBytes(1000);
      throw new TaskSerializationException("refused", null, null, null);
    }
  }

  /** Whenever the other side goes: what it had sent comes first. */
  @Test
  void whatTheOtherSideHadSentIsReadThoughNothingCanBeSentToIt() throws Exception {
    Frame stop = new Frame(FrameType.STOP, 0, 0, 0, 0, 0);
    for (int round = 0; round < 500; round++) {
      try (ChannelPair own = ChannelPair.open()) {
        own.child().offer(stop, Payload.EMPTY);
        Thread goes =
            start(
                () -> {
                  try {
                    own.child().push();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  own.child().close();
                });
        Payload body = Bodies.of(new byte[100]);
        own.parent().offer(Bodies.call(1, 1, body), body); // is sent by the reader
        assertEquals(stop, own.parent().next());
        assertThrows(IOException.class, own.parent()::next);
        assertThrows(IOException.class, own.parent()::next, "still");
        goes.join();
      }
    }
  }
}
