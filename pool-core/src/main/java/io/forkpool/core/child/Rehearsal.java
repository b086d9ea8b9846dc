package io.forkpool.core.child;

import io.forkpool.SerializableFunction;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Connections;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Line;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Rendezvous;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One worker's life without a process: it meets a parent, which is this very thread, runs a task
 * and is told to stop. All classes of a worker are loaded then, and its lambdas linked. A parent
 * can be the same thread since what it says fits into the socket's buffer.
 */
final class Rehearsal {
  static final SerializableFunction<Object, Object> SAME = value -> value;
  static final List<Object> VALUES =
      new ArrayList<>(List.of(1L, "text", Map.of("key", 1), new long[1]));

  private Rehearsal() {}

  static void run() throws IOException, ReflectiveOperationException {
    CodecSession codec =
        new CodecSession(
            Codecs.instantiate(KryoCodec.class.getName()), Rehearsal.class.getClassLoader());
    try (Rendezvous meeting = Rendezvous.open();
        SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
      WorkerSetup.decode(
          new WorkerSetup(
                  meeting.endpoint(),
                  KryoCodec.class.getName(),
                  Self.SOMEBODY,
                  Optional.empty(),
                  1,
                  false)
              .encode());
      SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
      Connections connections =
          meeting.accept(() -> false, System::nanoTime, Long.MAX_VALUE).orElseThrow();
      try (FrameChannel child = new FrameChannel(frames);
          FrameChannel parent = new FrameChannel(connections.frames());
          SocketChannel other = connections.lifeline()) {
        other.configureBlocking(false);
        ParentWatch.rehearse(lifeline);
        child.offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);
        say(parent, codec);
        MemoryCheck memory = MemoryCheck.of(Long.MAX_VALUE);
        new WorkerLoop(child, Claims.open(meeting.endpoint().claimsFile()), codec, memory).run();
        child.flush();
      }
    }
  }

  private static void say(FrameChannel parent, CodecSession codec) throws IOException {
    ItemBuffer items = new ItemBuffer(false);
    for (Object value : List.of(SAME, VALUES)) {
      items.beginItem();
      codec.encode(value, items);
      items.endItem();
    }
    Payload body = items.drain();
    int flags = Frame.HAS_FUNCTION | Frame.KEEP_FUNCTION;
    parent.offer(new Frame(FrameType.CALL, flags, 1, 1, 0, body.length()), body);
    parent.offer(new Frame(FrameType.STOP, 0, 0, 0, 0, 0), Payload.EMPTY);
    parent.push();
  }
}
