package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.PoolException;
import io.forkpool.SerializableFunction;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.outcome.Outcome;
import io.forkpool.core.outcome.OutcomeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerLoopTroubleTest {
  private static final int FUNCTION = Frame.HAS_FUNCTION;
  private static final int KEEP = Frame.KEEP_FUNCTION;

  /** Tasks run in this JVM: they meet the test here. */
  private static final Semaphore GATE = new Semaphore(0);

  private static Claims shared;

  private final CodecSession codec = codec();
  private final ItemBuffer items = new ItemBuffer(false);
  private ChannelPair pair;
  private FutureTask<Void> worker;
  private OutcomeReader reader;
  private long sequence;

  private static CodecSession codec() {
    return new CodecSession(new KryoCodec(), WorkerLoopTroubleTest.class.getClassLoader());
  }

  @BeforeEach
  void start() throws IOException {
    GATE.drainPermits();
    pair = ChannelPair.open();
    shared = ChannelPair.claims();
    reader = new OutcomeReader(pair.parent(), codec());
    FrameChannel channel = pair.child();
    worker =
        new FutureTask<>(
            () -> {
              new WorkerLoop(channel, shared, codec()).run();
              return null;
            });
    Thread thread = new Thread(worker, "worker-loop-test");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() {
    GATE.release(100);
    pair.close();
  }

  private WorkerLoopTroubleTest with(Object value) {
    items.beginItem();
    codec.encode(value, items);
    items.endItem();
    return this;
  }

  private WorkerLoopTroubleTest withGarbage() {
    items.beginItem();
    items.write(new byte[] {99, 99, 99, 99}, 0, 4);
    items.endItem();
    return this;
  }

  private <A, R> WorkerLoopTroubleTest with(
      SerializableFunction<A, R> function, List<A> arguments) {
    with(function);
    arguments.forEach(this::with);
    return this;
  }

  private void call(int flags, int count) throws IOException {
    call(flags, count, 0);
  }

  /** Sends what was put in. */
  private void call(int flags, int count, long epoch) throws IOException {
    send(FrameType.CALL, flags, count, ++sequence, epoch);
  }

  private void send(FrameType type, int flags, int count, long number, long epoch)
      throws IOException {
    Payload body = items.drain();
    pair.parent().offer(new Frame(type, flags, count, number, epoch, body.length()), body);
    pair.parent().push();
  }

  private void send(FrameType type) throws IOException {
    send(type, 0, 0, 0, 0);
  }

  /** What became of some tasks: results, and exceptions of those that failed. */
  private record Answer(Frame frame, List<Object> outcomes) {}

  private Answer receive() throws IOException {
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
  private List<Object> receiveChunk(long number) throws IOException {
    List<Object> all = new ArrayList<>();
    Answer answer;
    do {
      answer = receive();
      assertEquals(number, answer.frame.sequence());
      all.addAll(answer.outcomes);
    } while (!answer.frame.has(Frame.LAST));
    return all;
  }

  private <T extends PoolException> T failure(Class<T> type, Object outcome) {
    return assertInstanceOf(type, outcome);
  }

  /** A function that looks, when it is decoded, whether its chunk is known to have begun. */
  private static final class Watching implements SerializableFunction<Object, Integer> {
    private static final long serialVersionUID = 1L;
    private int begun = -1;

    private void writeObject(java.io.ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(java.io.ObjectInputStream in)
        throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      begun = shared.begun(1);
    }

    @Override
    public Integer apply(Object ignored) {
      return begun;
    }
  }

  /** Else a function that kills every worker that decodes it is given to worker after worker. */
  @Test
  void taskIsKnownToHaveBegunBeforeItsFunctionIsDecoded() throws IOException {
    with(new JavaSerialized(new Watching()), List.of(0)).call(FUNCTION, 1);
    assertEquals(List.of(1), receiveChunk(1));
  }

  /** Holds a function whose own hooks are run. */
  private record JavaSerialized(Watching watching)
      implements SerializableFunction<Object, Integer> {
    @Override
    public Integer apply(Object any) {
      return watching.apply(any);
    }
  }

  /** A function whose decoding exhausts the heap. */
  private static final class Huge implements SerializableFunction<Object, Integer> {
    private static final long serialVersionUID = 1L;
    private int size = 1;

    private void writeObject(java.io.ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(java.io.ObjectInputStream in) {
      throw new OutOfMemoryError("as if");
    }

    @Override
    public Integer apply(Object ignored) {
      return size++;
    }
  }

  @Test
  void functionThatExhaustsTheHeapFailsItsTasksAndTheWorkerAsksToBeReplaced() throws IOException {
    with(new Huge(), List.of(0, 1)).call(FUNCTION, 2);
    List<Object> outcomes = new ArrayList<>();
    Answer answer;
    do {
      answer = receive();
      outcomes.addAll(answer.outcomes);
    } while (!answer.frame.has(Frame.LAST));
    assertTrue(answer.frame.has(Frame.RETIRE));
    assertEquals(2, outcomes.size());
    assertInstanceOf(PoolException.class, outcomes.get(0));
    assertInstanceOf(PoolException.class, outcomes.get(1));
  }

  private static final byte[] REUSED = new byte[40_000];

  private static byte[] fill(int value) {
    java.util.Arrays.fill(REUSED, (byte) value);
    return REUSED;
  }

  /** A task may reuse an array that it has returned: what it returned is what was in it then. */
  @Test
  void resultIsWhatItWasWhenTheTaskReturned() throws IOException {
    int count = 200;
    with(WorkerLoopTroubleTest::fill, IntStream.range(0, count).map(i -> i % 100).boxed().toList())
        .call(FUNCTION | Frame.COALESCE, count);
    List<Object> outcomes = receiveChunk(1);
    for (int i = 0; i < count; i++) {
      assertEquals(i % 100, ((byte[]) outcomes.get(i))[0], "task " + i);
      assertEquals(i % 100, ((byte[]) outcomes.get(i))[39_999], "task " + i);
    }
  }
}
