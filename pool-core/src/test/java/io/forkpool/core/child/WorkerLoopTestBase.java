package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.PoolException;
import io.forkpool.SerializableFunction;
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
import io.forkpool.core.outcome.Outcome;
import io.forkpool.core.outcome.OutcomeReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A worker's loop on a thread of this JVM; the test is its parent. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class WorkerLoopTestBase {
  static final int FUNCTION = Frame.HAS_FUNCTION;
  static final int KEEP = Frame.KEEP_FUNCTION;

  /** Tasks run in this JVM: they meet the test here. */
  static final Semaphore GATE = new Semaphore(0);

  static Claims shared;

  final CodecSession codec = codec();
  final ItemBuffer items = new ItemBuffer(false);
  ChannelPair pair;
  FutureTask<Void> worker;
  OutcomeReader reader;
  TaskTerms terms = TaskTerms.USUAL;
  long sequence;

  /** What the next look at the memory finds, for a limit of 100. */
  volatile long memoryTaken;

  /** The time of those looks. */
  volatile long nanos;

  /** All of it outside of the heap. */
  record Taken(LongSupplier bytes) implements ProcessMemory {
    @Override
    public long resident() {
      return bytes.getAsLong();
    }

    @Override
    public long own() {
      return bytes.getAsLong();
    }

    @Override
    public long heapSize() {
      return 0;
    }

    @Override
    public long heapUsed() {
      return 0;
    }
  }

  static CodecSession codec() {
    return new CodecSession(new KryoCodec(), WorkerLoopTestBase.class.getClassLoader());
  }

  @BeforeEach
  final void start() throws IOException {
    GATE.drainPermits();
    pair = ChannelPair.open();
    shared = ChannelPair.claims();
    reader = new OutcomeReader(pair.parent(), codec());
    FrameChannel channel = pair.child();
    MemoryCheck memory = new MemoryCheck(100, new Taken(() -> memoryTaken), () -> nanos, () -> {});
    worker =
        new FutureTask<>(
            () -> {
              new WorkerLoop(channel, shared, codec(), memory).run();
              return null;
            });
    Thread thread = new Thread(worker, "worker-loop-test");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  final void close() {
    GATE.release(100);
    pair.close();
  }

  WorkerLoopTestBase with(Object value) {
    items.beginItem();
    codec.encode(value, items);
    items.endItem();
    return this;
  }

  WorkerLoopTestBase withGarbage() {
    items.beginItem();
    items.write(new byte[] {99, 99, 99, 99}, 0, 4);
    items.endItem();
    return this;
  }

  <A, R> WorkerLoopTestBase with(SerializableFunction<A, R> function, List<A> arguments) {
    with(function);
    arguments.forEach(this::with);
    return this;
  }

  void call(int flags, int count) throws IOException {
    call(flags, count, 0);
  }

  /** Sends what was put in. */
  void call(int flags, int count, long epoch) throws IOException {
    send(FrameType.CALL, flags, count, ++sequence, epoch);
  }

  /** Puts in line what was put in, to leave with what is sent next. */
  void offer(int flags, int count) {
    offer(FrameType.CALL, flags, count, ++sequence, 0);
  }

  void send(FrameType type, int flags, int count, long number, long epoch) throws IOException {
    offer(type, flags, count, number, epoch);
    pair.parent().push();
  }

  private void offer(FrameType type, int flags, int count, long number, long epoch) {
    Payload body = items.drain();
    if ((flags & Frame.HAS_TERMS) != 0) {
      body = terms.encode().then(body);
    }
    pair.parent().offer(new Frame(type, flags, count, number, epoch, body.length()), body);
  }

  /** Waits until the worker has seen the end of the stream. */
  void awaitEndOfStream() throws Exception {
    ExecutionException e = assertThrows(ExecutionException.class, worker::get);
    assertInstanceOf(EOFException.class, e.getCause());
  }

  void send(FrameType type) throws IOException {
    send(type, 0, 0, 0, 0);
  }

  /** What became of some tasks: results, and exceptions of those that failed. */
  record Answer(Frame frame, List<Object> outcomes) {}

  Answer receive() throws IOException {
    Frame frame = pair.parent().next();
    assertEquals(FrameType.RESULT, frame.type());
    List<Object> outcomes = new ArrayList<>();
    for (int i = 0; i < frame.count(); i++) {
      Outcome outcome = reader.read();
      outcomes.add(
          outcome instanceof Outcome.Value value
              ? value.result()
              : ((Outcome.Failure) outcome).error());
    }
    return new Answer(frame, outcomes);
  }

  /** The outcomes of a chunk, in however many frames they come. */
  List<Object> receiveChunk(long number) throws IOException {
    List<Object> all = new ArrayList<>();
    Answer answer;
    do {
      answer = receive();
      assertEquals(number, answer.frame.sequence());
      all.addAll(answer.outcomes);
    } while (!answer.frame.has(Frame.LAST));
    return all;
  }

  <T extends PoolException> T failure(Class<T> type, Object outcome) {
    return assertInstanceOf(type, outcome);
  }
}
