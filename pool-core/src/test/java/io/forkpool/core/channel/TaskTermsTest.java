package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskTermsTest {

  private static TaskTerms send(Payload body) throws IOException {
    try (ChannelPair pair = ChannelPair.open()) {
      int flags = Frame.HAS_TERMS;
      pair.parent().offer(new Frame(FrameType.CALL, flags, 0, 1, 0, body.length()), body);
      pair.parent().push();
      pair.child().next();
      return TaskTerms.read(pair.child());
    }
  }

  @Test
  void termsArriveAsTheyWereSent() throws IOException {
    TaskTerms terms = new TaskTerms(Integer.MAX_VALUE, Long.MAX_VALUE);
    assertEquals(terms, send(terms.encode()));
    assertEquals(TaskTerms.USUAL, send(TaskTerms.USUAL.encode()));
  }

  @Test
  void impossibleTermsAreRefused() {
    assertThrows(MalformedFrameException.class, () -> send(new TaskTerms(0, 1).encode()));
    assertThrows(MalformedFrameException.class, () -> send(new TaskTerms(1, -1).encode()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 13})
  void termsOfAnotherLengthAreRefused(int length) {
    byte[] item = new byte[4 + length];
    item[3] = (byte) length;
    Payload body = Payload.of(List.of(new Slice(item, 0, item.length)));
    assertThrows(MalformedFrameException.class, () -> send(body));
  }
}
