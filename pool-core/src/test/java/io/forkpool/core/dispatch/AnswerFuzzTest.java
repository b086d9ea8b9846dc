package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.Bodies;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameMutations;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.RawPeer;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.outcome.OutcomeWriter;
import io.forkpool.fuzz.FuzzRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a worker answers, its stream ends, and what it owed is settled. */
class AnswerFuzzTest {
  private static final CallOptions TASK_BY_TASK = DispatchTestBase.chunksOf(1);

  private final CodecSession codec =
      new CodecSession(new KryoCodec(), AnswerFuzzTest.class.getClassLoader());

  @Test
  void mutatedAnswersEndTheStreamAndEveryCallIsSettled() {
    FuzzRun.of("answers", this::round);
  }

  private int round(Random random) throws Exception {
    int count = 1 + random.nextInt(8);
    List<byte[]> frames = frames(random, count);
    Dispatcher dispatcher = new Dispatcher(Staffing.fixed(1), System::nanoTime, () -> {}, () -> {});
    try (RawPeer peer = RawPeer.open()) {
      Lane lane =
          dispatcher.lanes().join(new Silent(), peer.channel(), ChannelPair.claims(), codec);
      List<TaskFuture<?>> futures = submit(dispatcher, random, count);
      peer.send(FrameMutations.of(random, frames));
      peer.raw().shutdownOutput();
      try {
        while (true) {
          lane.answers().read();
        }
      } catch (IOException e) {
        // EOFException and MalformedFrameException are
      }
      dispatcher.lanes().leave(lane, new FakeWorker.Mourning());
      dispatcher.terminate();
      futures.forEach(future -> assertTrue(future.isDone(), "a call was lost"));
    }
    return frames.size();
  }

  @Test
  void aWorkerThatAnswersWhatItWasNotAskedIsCutOff() throws IOException {
    Dispatcher dispatcher = new Dispatcher(Staffing.fixed(1), System::nanoTime, () -> {}, () -> {});
    try (RawPeer peer = RawPeer.open()) {
      Lane lane =
          dispatcher.lanes().join(new Silent(), peer.channel(), ChannelPair.claims(), codec);
      peer.send(RawPeer.bytesOf(new Frame(FrameType.RESULT, Frame.LAST, 0, 1, 0, 0), new byte[0]));

      assertThrows(MalformedFrameException.class, () -> lane.answers().readForCaller());

      assertEquals(-1, peer.raw().read(ByteBuffer.allocate(1)));
    }
  }

  private static List<TaskFuture<?>> submit(Dispatcher dispatcher, Random random, int count)
      throws InterruptedException {
    List<TaskFuture<?>> futures = new ArrayList<>();
    if (random.nextBoolean()) {
      TaskFuture<List<Object>> future = new TaskFuture<>(Runnable::run);
      futures.add(future);
      BatchCall<Object> call =
          dispatcher.intake().beginBatch(FakeWorker.FUNCTION, TASK_BY_TASK, count, future, null);
      for (int i = 0; i < count; i++) {
        dispatcher.intake().publish(call, FakeWorker.arguments(i), FakeWorker.sizes(1), 1, false);
      }
      dispatcher.intake().allPublished(call);
    } else {
      for (int i = 0; i < count; i++) {
        TaskFuture<Object> future = new TaskFuture<>(Runnable::run);
        futures.add(future);
        dispatcher
            .intake()
            .submit(
                dispatcher.intake().single(FakeWorker.FUNCTION, TASK_BY_TASK, future),
                FakeWorker.arguments(i));
      }
    }
    return futures;
  }

  private List<byte[]> frames(Random random, int count) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ItemBuffer items = new ItemBuffer(false);
      answer(random, new OutcomeWriter(items, codec));
      Payload body = items.drain();
      int flags = random.nextInt(20) == 0 ? Frame.LAST | Frame.RETIRE : Frame.LAST;
      frames.add(
          RawPeer.bytesOf(
              new Frame(FrameType.RESULT, flags, 1, i, 1000, body.length()), Bodies.bytesOf(body)));
    }
    return frames;
  }

  private static void answer(Random random, OutcomeWriter outcomes) {
    switch (random.nextInt(7)) {
      case 0 -> outcomes.failure(new IllegalStateException("boom"));
      case 1 -> outcomes.value(new Object[] {1, "two", List.of(3), new long[4]});
      case 2 -> outcomes.value(Map.of("key", new java.util.BitSet(100)));
      case 3 -> outcomes.value(new Thread());
      case 4 -> outcomes.value(null);
      case 5 -> outcomes.value("a text of some length");
      default -> outcomes.value(7);
    }
  }

  /** The process of a worker that the test plays. */
  private static final class Silent implements WorkerProcess {
    @Override
    public long pid() {
      return 1;
    }

    @Override
    public void kill() {}

    @Override
    public void killTree() {}
  }
}
