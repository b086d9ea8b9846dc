package io.forkpool.core.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.PoolException;
import io.forkpool.RemoteTaskException;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** How a task ended, from the child to the parent. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class OutcomeTest {
  private final ItemBuffer items = new ItemBuffer(true);
  private final OutcomeWriter writer = new OutcomeWriter(items, codec());
  private ChannelPair pair;
  private OutcomeReader reader;

  private static CodecSession codec() {
    return new CodecSession(new KryoCodec(), OutcomeTest.class.getClassLoader());
  }

  @BeforeEach
  void open() throws IOException {
    pair = ChannelPair.open();
    reader = new OutcomeReader(pair.parent(), codec());
  }

  @AfterEach
  void close() {
    pair.close();
  }

  /** Sends what was written. */
  private void send(int count) throws IOException {
    Payload body = items.drain();
    pair.child().offer(new Frame(FrameType.RESULT, 0, count, 1, 0, body.length()), body);
    pair.child().push();
    if (body.length() > 10_000) { // more than a socket may take: the child's reader sends the rest
      Thread child = new Thread(() -> assertThrows(IOException.class, () -> pair.child().next()));
      child.setDaemon(true);
      child.start();
    }
    pair.parent().next();
  }

  private Object value() throws IOException {
    return assertInstanceOf(Outcome.Value.class, reader.read()).result();
  }

  private <T extends PoolException> T failure(Class<T> type) throws IOException {
    return assertInstanceOf(type, assertInstanceOf(Outcome.Failure.class, reader.read()).error());
  }

  @Test
  void valuesComeBack() throws IOException {
    writer.value(Map.of("a", List.of(1, 2)));
    writer.value(null);
    writer.value(new byte[50_000]);
    send(3);
    assertEquals(Map.of("a", List.of(1, 2)), value());
    assertNull(value());
    assertArrayEquals(new byte[50_000], (byte[]) value());
  }

  @Test
  void exceptionComesBackWithItsStackAndItsCauses() throws IOException {
    IOException cause = new IOException("disk full");
    IllegalStateException thrown = new IllegalStateException("cannot save", cause);
    thrown.addSuppressed(new IllegalArgumentException("and more"));
    writer.failure(thrown);
    send(1);
    TaskFailedException failed = failure(TaskFailedException.class);
    assertTrue(
        failed.getMessage().endsWith("java.lang.IllegalStateException: cannot save"),
        failed.getMessage());
    Throwable copy = assertInstanceOf(IllegalStateException.class, failed.getCause());
    assertEquals("cannot save", copy.getMessage());
    assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    assertEquals("disk full", assertInstanceOf(IOException.class, copy.getCause()).getMessage());
    assertEquals("and more", copy.getSuppressed()[0].getMessage());
  }

  static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // that is the point
    final Thread culprit = Thread.currentThread();

    Unsendable(String message) {
      super(message, new IOException("the cause"));
    }
  }

  @Test
  void exceptionThatCannotTravelComesBackInWords() throws IOException {
    writer.failure(new Unsendable("no way"));
    writer.value("the next one");
    send(2);
    TaskFailedException failed = failure(TaskFailedException.class);
    RemoteTaskException standIn = assertInstanceOf(RemoteTaskException.class, failed.getCause());
    assertEquals(Unsendable.class.getName(), standIn.className());
    assertEquals(Unsendable.class.getName() + ": no way", standIn.getMessage());
    assertTrue(standIn.remoteStackTrace().contains("OutcomeTest"), standIn.remoteStackTrace());
    assertTrue(standIn.remoteStackTrace().contains("Caused by: java.io.IOException: the cause"));
    assertEquals("the next one", value());
  }

  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // keeps it from being encoded, so that words are needed
    final Thread culprit = Thread.currentThread();

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no message");
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      throw new IllegalStateException("no stack");
    }
  }

  @Test
  void exceptionThatThrowsWhenItIsAskedStillComesBack() throws IOException {
    writer.failure(new Hostile());
    writer.value("the next one");
    send(2);
    RemoteTaskException standIn =
        assertInstanceOf(RemoteTaskException.class, failure(TaskFailedException.class).getCause());
    assertEquals(Hostile.class.getName(), standIn.className());
    assertTrue(
        standIn.getMessage().contains("getMessage() threw java.lang.UnsupportedOperation"),
        standIn.getMessage());
    assertTrue(
        standIn.remoteStackTrace().contains("printStackTrace() threw java.lang.IllegalState"),
        standIn.remoteStackTrace());
    assertEquals("the next one", value());
  }

  @Test
  void exceptionWithoutMessageHasItsClassAsText() throws IOException {
    writer.failure(new StackOverflowError());
    send(1);
    TaskFailedException failed = failure(TaskFailedException.class);
    assertTrue(failed.getMessage().endsWith("java.lang.StackOverflowError"), failed.getMessage());
    assertInstanceOf(StackOverflowError.class, failed.getCause());
  }

  @Test
  void textsOfAnyLengthAreCut() throws IOException {
    writer.failure(new Unsendable("é".repeat(3_000_000)));
    assertTrue(items.size() < 3_000_000, items.size() + " bytes");
    send(1);
    RemoteTaskException standIn =
        assertInstanceOf(RemoteTaskException.class, failure(TaskFailedException.class).getCause());
    assertTrue(standIn.getMessage().endsWith("éé"));
  }

  @Test
  void resultThatCannotTravelFailsThatTaskOnly() throws IOException {
    writer.value("before");
    writer.value(List.of(new byte[100_000], new Unsendable("held")));
    writer.value("behind");
    send(3);
    assertEquals("before", value());
    TaskSerializationException refused = failure(TaskSerializationException.class);
    assertTrue(refused.getMessage().contains("java.lang.Thread"), refused.getMessage());
    assertEquals("behind", value());
  }

  @Test
  void refusalKeepsClassAndPath() throws IOException {
    writer.notSerializable(new TaskSerializationException("no", "a.B", "C.d", null));
    writer.notSerializable(new TaskSerializationException(null, null, null, null));
    send(2);
    TaskSerializationException refused = failure(TaskSerializationException.class);
    assertEquals("no", refused.getMessage());
    assertEquals("a.B", refused.className());
    assertEquals("C.d", refused.fieldPath());
    assertNull(failure(TaskSerializationException.class).className());
  }

  @Test
  void resultThatCannotBeDecodedHereFailsThatTaskOnly() throws IOException {
    items.beginItem();
    items.write(OutcomeKind.VALUE.code());
    items.write(new byte[] {99, 99, 99, 99}, 0, 4);
    items.endItem();
    writer.value("behind");
    send(2);
    TaskSerializationException refused = failure(TaskSerializationException.class);
    assertTrue(refused.getMessage().startsWith("a result cannot be decoded"));
    assertInstanceOf(TaskSerializationException.class, refused.getCause());
    assertEquals("behind", value());
  }

  @Test
  void exceptionThatCannotBeDecodedHereComesBackInWords() throws IOException {
    items.beginItem();
    items.write(OutcomeKind.FAILURE.code());
    new FailureText("not.here.Exception", "words", "the stack").writeTo(items);
    items.write(new byte[] {99, 99, 99, 99}, 0, 4);
    items.endItem();
    send(1);
    RemoteTaskException standIn =
        assertInstanceOf(RemoteTaskException.class, failure(TaskFailedException.class).getCause());
    assertEquals("not.here.Exception", standIn.className());
    assertEquals("the stack", standIn.remoteStackTrace());
    assertInstanceOf(TaskSerializationException.class, standIn.getSuppressed()[0]);
  }

  @Test
  void unknownKindIsNoOutcome() throws IOException {
    items.beginItem();
    items.write(3);
    items.endItem();
    send(1);
    assertThrows(IOException.class, reader::read);
  }

  @Test
  void textThatIsLongerThanItsItemIsNoOutcome() throws IOException {
    items.beginItem();
    items.write(OutcomeKind.FAILURE.code());
    items.write(new byte[] {0x7f, -1, -1, -1}, 0, 4);
    items.endItem();
    send(1);
    assertThrows(IOException.class, reader::read);
  }

  @Test
  void resultThatExhaustsTheHeapLeavesNoHalfAnItem() throws IOException {
    OutOfMemoryError error = new OutOfMemoryError("just said so");
    OutcomeWriter bursting = new OutcomeWriter(items, new CodecSession(new Bursting(error), null));
    writer.value("before");
    assertSame(error, assertThrows(OutOfMemoryError.class, () -> bursting.value("any")));
    writer.value("behind");
    send(2);
    assertEquals("before", value());
    assertEquals("behind", value());
  }

  @Test
  void resultsThatDoNotFitIntoThisHeapFailAloneAndTheNextOnesAreRead() throws IOException {
    writer.value("too large");
    writer.value(new byte[400_000]); // streamed
    writer.failure(new IllegalStateException("with too large a cause"));
    writer.value("behind");
    send(4);
    OutcomeReader bursting =
        new OutcomeReader(
            pair.parent(),
            new CodecSession(new Bursting(new OutOfMemoryError("just said so")), null));
    for (int i = 0; i < 2; i++) {
      PoolException error =
          assertInstanceOf(Outcome.Failure.class, bursting.read(), "result " + i).error();
      assertInstanceOf(TaskSerializationException.class, error);
      assertTrue(error.getMessage().contains("heap"), error.getMessage());
    }
    PoolException thrown = assertInstanceOf(Outcome.Failure.class, bursting.read()).error();
    assertInstanceOf(RemoteTaskException.class, thrown.getCause());
    assertEquals("behind", value());
  }

  /** Runs out of memory in the middle of a value. */
  private record Bursting(OutOfMemoryError error) implements TaskCodec, TaskCodec.Session {
    @Override
    public String name() {
      return "bursting";
    }

    @Override
    public Session open(ClassLoader loader) {
      return this;
    }

    @Override
    public void encode(Object value, OutputStream out) throws IOException {
      out.write(new byte[100_000]);
      throw error;
    }

    @Override
    public Object decode(byte[] source, int offset, int length) {
      throw error;
    }

    @Override
    public Object decode(InputStream in) {
      throw error;
    }
  }
}
