package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.PoolException;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerLostException;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.TaskTerms;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.outcome.OutcomeWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker that does nothing by itself: the test says when it receives, claims, begins and answers.
 * Arguments are ints; the result of a task is its argument.
 */
final class FakeWorker implements AutoCloseable {
  static final Payload FUNCTION = arguments(-1);

  final ChannelPair pair;
  final Claims claims = ChannelPair.claims();
  final AtomicInteger kills = new AtomicInteger();
  final AtomicInteger treeKills = new AtomicInteger();
  final Lane lane;
  private final Dispatcher dispatcher;
  private final ItemBuffer items = new ItemBuffer(false);
  private final OutcomeWriter outcomes = new OutcomeWriter(items, codec());

  private FakeWorker(Dispatcher dispatcher, long pid) throws IOException {
    this.dispatcher = dispatcher;
    this.pair = ChannelPair.open();
    dispatcher.lanes().startBegins();
    this.lane = dispatcher.lanes().join(new FakeProcess(pid), pair.parent(), claims, codec());
  }

  /** Counts what is done to it. */
  private final class FakeProcess implements WorkerProcess {
    private final long pid;

    FakeProcess(long pid) {
      this.pid = pid;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public void kill() {
      kills.incrementAndGet();
    }

    @Override
    public void killTree() {
      kills.incrementAndGet();
      treeKills.incrementAndGet();
    }
  }

  static FakeWorker join(Dispatcher dispatcher, long pid) throws IOException {
    return new FakeWorker(dispatcher, pid);
  }

  private static CodecSession codec() {
    return new CodecSession(new KryoCodec(), FakeWorker.class.getClassLoader());
  }

  /** Encoded ints, one item of 8 bytes for each. */
  static Payload arguments(int... values) {
    ItemBuffer buffer = new ItemBuffer(false);
    for (int value : values) {
      buffer.beginItem();
      buffer.write(ByteBuffer.allocate(4).putInt(value).array(), 0, 4);
      buffer.endItem();
    }
    return buffer.drain();
  }

  static int[] sizes(int count) {
    int[] sizes = new int[count];
    java.util.Arrays.fill(sizes, 8);
    return sizes;
  }

  /** A chunk as it came. */
  record Sent(Frame frame, TaskTerms terms, List<Integer> arguments) {
    Sent(Frame frame, List<Integer> arguments) {
      this(frame, TaskTerms.USUAL, arguments);
    }

    boolean hasFunction() {
      return frame.has(Frame.HAS_FUNCTION);
    }
  }

  Frame receiveFrame() throws IOException {
    return pair.child().next();
  }

  /** Receives the next chunk, past what it is told to forget before. */
  Sent receive() throws IOException {
    FrameChannel in = pair.child();
    Frame frame = in.next();
    while (frame.type() == FrameType.FORGET) {
      frame = in.next();
    }
    assertEquals(FrameType.CALL, frame.type());
    TaskTerms terms = frame.has(Frame.HAS_TERMS) ? TaskTerms.read(in) : TaskTerms.USUAL;
    if (frame.has(Frame.HAS_FUNCTION)) {
      assertEquals(-1, readInt(in));
    }
    List<Integer> arguments = new ArrayList<>();
    for (int i = 0; i < frame.count(); i++) {
      arguments.add(readInt(in));
    }
    return new Sent(frame, terms, arguments);
  }

  private static int readInt(FrameChannel in) throws IOException {
    return ByteBuffer.wrap(in.readBytes(in.readLength())).getInt();
  }

  boolean claim(Sent sent) {
    return claims.claim(sent.frame.sequence(), sent.frame.detail());
  }

  boolean begin(Sent sent, int index) {
    return claims.begin(sent.frame.sequence(), index);
  }

  /** Receives a chunk that was not taken back and begins its first task. */
  Sent beginNext() throws IOException {
    Sent sent = receive();
    assertTrue(claim(sent), "taken back: " + sent);
    begin(sent, 0);
    return sent;
  }

  /** Receives a chunk that was taken back. */
  void skipNext() throws IOException {
    Sent sent = receive();
    assertFalse(claim(sent), "not taken back: " + sent);
  }

  /** Runs all tasks of the next chunk and answers, in a nanosecond that nobody learns from. */
  Sent serveNext() throws IOException {
    Sent sent = beginNext();
    answer(sent);
    return sent;
  }

  void answer(Sent sent) throws IOException {
    answer(sent, 0, sent.arguments.size(), Frame.LAST, 10_000_000);
  }

  /** Answers some tasks of a chunk, in the worker and in the parent. */
  void answer(Sent sent, int from, int to, int flags, long nanos) throws IOException {
    for (int i = from; i < to; i++) {
      outcomes.value(sent.arguments.get(i));
    }
    sendAnswer(sent, to - from, flags, nanos);
  }

  void answerFailure(Sent sent, Throwable thrown) throws IOException {
    outcomes.failure(thrown);
    sendAnswer(sent, 1, sent.arguments.size() == 1 ? Frame.LAST : 0, 10_000_000);
  }

  /** Answers a chunk of one task, and leaves it to the test when the parent takes that in. */
  void answerUnread(Sent sent, long nanos) throws IOException {
    outcomes.value(sent.arguments.get(0));
    writeAnswer(sent, 1, Frame.LAST, nanos);
  }

  /** Answers that what is left of a chunk was skipped. */
  void answerSkipped(Sent sent) throws IOException {
    sendAnswer(sent, 0, Frame.LAST | Frame.SKIPPED, 10_000_000);
  }

  private void sendAnswer(Sent sent, int count, int flags, long nanos) throws IOException {
    writeAnswer(sent, count, flags, nanos);
    lane.answers().read();
  }

  private void writeAnswer(Sent sent, int count, int flags, long nanos) throws IOException {
    Payload body = items.drain();
    Frame frame =
        new Frame(FrameType.RESULT, flags, count, sent.frame.sequence(), nanos, body.length());
    pair.child().offer(frame, body);
    pair.child().flush();
  }

  /** The worker dies. */
  Departure die() {
    pair.child().close();
    return dispatcher.lanes().leave(lane, new Mourning());
  }

  /** Says in words what became of a task. */
  static final class Mourning implements Loss {
    @Override
    public PoolException lost() {
      return new WorkerLostException("lost", 1, new ExitStatus.Signaled(9), List.of());
    }

    @Override
    public PoolException timeout(long limitNanos) {
      return new TaskTimeoutException("timeout " + limitNanos, Duration.ofNanos(limitNanos));
    }
  }

  @Override
  public void close() {
    pair.close();
  }
}
