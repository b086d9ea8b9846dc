package io.forkpool.core.outcome;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.ChannelPair;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class OddOutcomeTest {
  private final ItemBuffer items = new ItemBuffer(true);

  private static CodecSession codec() {
    return new CodecSession(new KryoCodec(), OddOutcomeTest.class.getClassLoader());
  }

  /** An exception whose message is made when it is asked for, and cannot be. */
  static final class Lazy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new NoClassDefFoundError("a.b.Formatter");
    }
  }

  @Test
  void exceptionWhoseMessageIsAnErrorStillComesBack() {
    OutcomeWriter writer = new OutcomeWriter(items, codec());
    assertDoesNotThrow(() -> writer.failure(new Lazy()));
    assertTrue(items.size() > 0);
  }

  @Test
  void itemWithoutAByteForItsKindIsNoOutcome() throws IOException {
    items.beginItem();
    items.endItem();
    items.beginItem();
    items.write(OutcomeKind.FAILURE.code());
    items.write(new byte[100], 0, 100);
    items.endItem();
    Payload body = items.drain();
    try (ChannelPair pair = ChannelPair.open()) {
      pair.child().offer(new Frame(FrameType.RESULT, 0, 2, 1, 0, body.length()), body);
      pair.child().push();
      assertEquals(2, pair.parent().next().count());
      OutcomeReader reader = new OutcomeReader(pair.parent(), codec());
      assertThrows(IOException.class, reader::read);
    }
  }
}
