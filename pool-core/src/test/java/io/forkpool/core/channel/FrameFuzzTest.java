package io.forkpool.core.channel;

import io.forkpool.TaskSerializationException;
import io.forkpool.fuzz.FuzzRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the reader ends, and only with what its callers expect. */
class FrameFuzzTest {
  @Test
  void mutatedFramesEndTheStreamAndNothingElse() {
    FuzzRun.of("channel", FrameFuzzTest::round);
  }

  private static int round(Random random) throws IOException {
    List<byte[]> frames = frames(random);
    try (RawPeer peer = RawPeer.open()) {
      peer.send(FrameMutations.of(random, frames));
      peer.raw().shutdownOutput();
      while (true) {
        readSomehow(peer.channel(), random);
      }
    } catch (IOException e) {
      return frames.size(); // EOFException and MalformedFrameException are
    }
  }

  private static List<byte[]> frames(Random random) {
    List<byte[]> frames = new ArrayList<>();
    for (int number = 1 + random.nextInt(8); number > 0; number--) {
      byte[][] items = new byte[random.nextInt(4)][];
      for (int i = 0; i < items.length; i++) {
        items[i] = Bodies.pattern(random.nextInt(3000), i);
      }
      Payload body = Bodies.of(items);
      frames.add(RawPeer.bytesOf(Bodies.call(number, items.length, body), Bodies.bytesOf(body)));
    }
    return frames;
  }

  private static void readSomehow(FrameChannel channel, Random random) throws IOException {
    Frame frame = channel.next();
    try {
      for (int i = 0; i < frame.count() && random.nextInt(20) > 0; i++) {
        int length = channel.readLength();
        switch (random.nextInt(4)) {
          case 0 -> channel.skip(length);
          case 1 -> channel.readBytes(length);
          default -> channel.decode(new Picky(), length);
        }
      }
    } catch (TaskSerializationException e) {
      // fails the one task; the reader goes on
    }
    channel.skipBody();
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
