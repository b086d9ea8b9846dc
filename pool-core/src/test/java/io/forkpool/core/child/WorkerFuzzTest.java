package io.forkpool.core.child;

import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameMutations;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.RawPeer;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.fuzz.FuzzRun;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever its parent sends, a worker's loop ends as when the parent has gone. */
class WorkerFuzzTest {
  private static final SerializableFunction<Object, Object> SAME = value -> value;
  private static final SerializableCallable<Object> CALLABLE = () -> "called";
  private static final List<Object> ARGUMENTS =
      List.of(1, "text", 2.5, new int[3], List.of(1, 2), Map.of("k", 1L), new byte[500], CALLABLE);
  private static final int[] FLAGS = {
    0,
    Frame.HAS_FUNCTION,
    Frame.HAS_FUNCTION | Frame.KEEP_FUNCTION,
    Frame.KEEP_FUNCTION,
    Frame.CALLABLE,
    Frame.HAS_FUNCTION | Frame.COALESCE,
    Frame.CALLABLE | Frame.DIRECT
  };

  private final CodecSession codec =
      new CodecSession(new KryoCodec(), WorkerFuzzTest.class.getClassLoader());

  @Test
  void mutatedCallsEndTheLoopAndNothingElse() {
    FuzzRun.of("worker", this::round);
  }

  private int round(Random random) throws Exception {
    List<byte[]> frames = frames(random);
    try (RawPeer peer = RawPeer.open()) {
      Thread parent = drain(peer.raw());
      peer.send(FrameMutations.of(random, frames));
      peer.raw().shutdownOutput();
      try {
        new WorkerLoop(peer.channel(), ChannelPair.claims(), codec, MemoryCheck.of(0)).run();
      } catch (IOException e) {
        // EOFException and MalformedFrameException are; STOP ends the loop without one
      }
      peer.channel().close();
      parent.join();
    }
    return frames.size();
  }

  /** A parent takes what its worker says. */
  private static Thread drain(SocketChannel socket) {
    Thread thread =
        new Thread(
            () -> {
              ByteBuffer buffer = ByteBuffer.allocate(8192);
              try {
                while (socket.read(buffer.clear()) >= 0) {}
              } catch (IOException e) {
                return; // reset: the worker has left something unread
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private List<byte[]> frames(Random random) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    for (int number = 1 + random.nextInt(8); number > 0; number--) {
      FrameType type = random.nextInt(10) == 0 ? FrameType.FORGET : FrameType.CALL;
      int flags = FLAGS[random.nextInt(FLAGS.length)];
      int count = type == FrameType.CALL ? random.nextInt(4) : 0;
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (type == FrameType.CALL && (flags & Frame.HAS_FUNCTION) != 0) {
        item(body, random.nextInt(10) == 0 ? "no function" : SAME);
      }
      for (int i = 0; i < count; i++) {
        item(body, ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
      }
      Frame frame = new Frame(type, flags, count, frames.size() + 1, 0, body.size());
      frames.add(RawPeer.bytesOf(frame, body.toByteArray()));
    }
    return frames;
  }

  private void item(ByteArrayOutputStream body, Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.encode(value, bytes);
    new DataOutputStream(body).writeInt(bytes.size());
    bytes.writeTo(body);
  }
}
