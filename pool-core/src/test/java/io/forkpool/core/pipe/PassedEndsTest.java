package io.forkpool.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Connection;
import io.forkpool.Pipe;
import io.forkpool.SerializableRunnable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassedEndsTest {
  private final Pipe pipe = new DefaultPipeProvider().newPipe(true);
  private final PassedEnds ends = new PassedEnds();

  private record Holder(Map<String, List<Connection>> held) {}

  @Test
  void endsThatAForkedTargetRefersToStayOpenUntilItsChildHasEnded() {
    Holder holder = new Holder(Map.of("key", List.of(pipe.second())));
    SerializableRunnable target = () -> System.out.println(holder);
    ends.refersTo(target);
    pipe.second().close();
    assertFalse(pipe.first().poll());
    ends.bind(1);
    assertFalse(pipe.first().poll());
    ends.drop();
    assertTrue(pipe.first().poll(), "the end of the stream");
  }

  @Test
  void endsThatAForkedTargetDoesNotReferToAreNotKeptOpen() {
    Connection first = pipe.first();
    SerializableRunnable target = () -> System.out.println(first);
    ends.refersTo(target);
    pipe.second().close();
    assertTrue(pipe.first().poll(), "the end of the stream");
    ends.drop();
  }

  @Test
  void endsThatAreEncodedStayOpenUntilTheirChildHasEnded() {
    byte[] encoded = ends.collect(() -> Messages.encode(List.of(pipe.second())));
    pipe.second().close();
    assertFalse(pipe.first().poll());
    ends.drop();
    assertTrue(pipe.first().poll(), "the end of the stream");
    Connection late = (Connection) ((List<?>) Messages.decode(encoded)).get(0);
    assertFalse(late.isClosed());
  }

  @Test
  void closedConnectionIsNotPassed() {
    pipe.second().close();
    SerializableRunnable target = () -> System.out.println(pipe);
    ends.refersTo(target);
    pipe.first().close();
    ends.drop();
    assertEquals(
        "[true, true]", List.of(pipe.first().isClosed(), pipe.second().isClosed()).toString());
  }
}
