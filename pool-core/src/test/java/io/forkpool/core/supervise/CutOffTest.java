package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerLostException;
import io.forkpool.core.dispatch.Lane;
import io.forkpool.core.dispatch.SingleCall;
import io.forkpool.core.dispatch.TaskFuture;
import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker whose answer the parent cannot take in, through no fault of the worker's. */
class CutOffTest extends SlotTestBase {
  /** As if the parent's heap were full where that is not foreseen. */
  private static final InternalError ILL = new InternalError("ill");

  @Override
  TaskCodec codec() {
    startMethod.answers = true;
    return new IllCodec();
  }

  private static final class IllCodec implements TaskCodec {
    @Override
    public String name() {
      return "ill";
    }

    @Override
    public Session open(ClassLoader loader) {
      return new IllSession();
    }
  }

  private static final class IllSession implements TaskCodec.Session {
    @Override
    public void encode(Object value, OutputStream out) {}

    @Override
    public Object decode(byte[] source, int offset, int length) {
      throw ILL;
    }

    @Override
    public Object decode(InputStream in) {
      throw ILL;
    }
  }

  private SingleCall<Object> call() {
    return dispatcher.intake().single(item(), PLAIN, new TaskFuture<>(Runnable::run));
  }

  private static void assertTold(SingleCall<Object> call) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> call.future().get(20, TimeUnit.SECONDS));
    WorkerLostException lost = assertInstanceOf(WorkerLostException.class, e.getCause());
    assertSame(ILL, lost.getCause());
    assertTrue(lost.getMessage().contains("cannot be taken in here: " + ILL), lost.getMessage());
  }

  @Test
  void taskSaysWhatTheSlotsThreadFailedWith() throws Exception {
    SingleCall<Object> call = call();
    dispatcher.intake().submit(call, item());
    assertTold(call);
  }

  @Test
  void taskSaysWhatItsCallersThreadFailedWith() throws Exception {
    soon().until(() -> dispatcher.snapshot().idle() == 1);
    SingleCall<Object> call = call();
    Lane lane = dispatcher.intake().submitDirect(call, item());
    IOException e = assertThrows(IOException.class, () -> lane.answers().readForCaller());
    assertSame(ILL, e.getCause());
    dispatcher.lanes().callerLeaves(lane, call);
    assertTold(call);
  }
}
