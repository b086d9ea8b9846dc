package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.PoolException;
import io.forkpool.SerializableFunction;
import io.forkpool.core.channel.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a worker does when what its parent sends is trouble. */
class WorkerLoopTroubleTest extends WorkerLoopTestBase {
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
      outcomes.addAll(answer.outcomes());
    } while (!answer.frame().has(Frame.LAST));
    assertTrue(answer.frame().has(Frame.RETIRE));
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
