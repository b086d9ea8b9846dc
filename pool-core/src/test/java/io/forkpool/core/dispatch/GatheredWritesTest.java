package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a busy worker is given leaves in few writes, and is not forgotten. */
class GatheredWritesTest extends DispatchTestBase {
  private FakeWorker worker;

  /** What the worker was given and has not answered. */
  private final Queue<Sent> given = new ArrayDeque<>();

  private void giveManyTinyChunks() throws Exception {
    worker = join();
    batch(chunksOf(1), 300);
    Sent first = worker.beginNext();
    worker.answer(first, 0, 1, Frame.LAST, 1);
    while (given.size() < assigned(worker)) {
      given.add(worker.receive());
    }
  }

  private Sent answerNext() throws Exception {
    Sent next = given.remove();
    worker.claim(next);
    worker.begin(next, 0);
    worker.answerUnread(next, 1);
    return next;
  }

  @Test
  void chunksWaitWhileAnswersOfAWorkerWithPlentyAreTakenIn() throws Exception {
    giveManyTinyChunks();
    answerNext();
    answerNext();
    FutureTask<Sent> next = new FutureTask<>(worker::receive);
    new Thread(next).start();

    worker.lane.answers().read();
    assertThrows(TimeoutException.class, () -> next.get(200, TimeUnit.MILLISECONDS));

    worker.lane.answers().read();
    int expected = 1 + given.size() + 2;
    assertEquals(List.of(expected), next.get(20, TimeUnit.SECONDS).arguments());
    assertEquals(List.of(expected + 1), worker.receive().arguments());
  }
}
