package io.forkpool.core.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import io.forkpool.HeldLockPolicy;
import io.forkpool.RetryPolicy;
import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.dispatch.CallOptions;
import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Staffing;
import io.forkpool.spi.TaskCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A pool's slots, the workers of which the test plays. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class SlotTestBase {
  static final Duration LONG = Duration.ofSeconds(20);
  static final CallOptions PLAIN = new CallOptions(0, 0, 0, RetryPolicy.of(0), 0);

  final PlayedStartMethod startMethod = new PlayedStartMethod();
  final Ends ends = new Ends();
  final Dispatcher dispatcher =
      new Dispatcher(Staffing.fixed(1), System::nanoTime, () -> {}, () -> {});
  final Crew crew = new Crew(spec(), dispatcher, ends, () -> 0);

  /** What the parent decodes with. */
  TaskCodec codec() {
    return new KryoCodec();
  }

  Optional<Duration> startTimeout() {
    return Optional.empty();
  }

  private WorkerSpec spec() {
    return new WorkerSpec(
        "slot-test",
        1,
        startMethod,
        codec(),
        1,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        HeldLockPolicy.WARN,
        0,
        ChildLimits.NONE,
        startTimeout(),
        Optional.empty());
  }

  @BeforeEach
  void start(TestInfo test) {
    crew.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    dispatcher.terminate();
    crew.stop();
    assertTrue(crew.awaitEnd(LONG.toNanos()));
  }

  /** Something that a worker would decode; these do not. */
  static Payload item() {
    ItemBuffer buffer = new ItemBuffer(false);
    buffer.beginItem();
    buffer.write(1);
    buffer.endItem();
    return buffer.drain();
  }

  static ConditionFactory soon() {
    return await().atMost(LONG).pollInterval(Duration.ofMillis(1));
  }

  static final class Ends implements SlotEvents {
    final AtomicInteger ready = new AtomicInteger();
    final List<WorkerEnd> seen = new CopyOnWriteArrayList<>();

    @Override
    public void started(long pid) {}

    @Override
    public void locksHeldAtFork(long pid, List<HeldLock> locks) {}

    @Override
    public void ready(long pid, long startupNanos) {
      ready.incrementAndGet();
    }

    @Override
    public void replaced(long pid, long successor) {}

    @Override
    public void ended() {}

    @Override
    public void lost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
      seen.add(why);
    }

    @Override
    public void stopped(long pid, ExitStatus status, WorkerEnd why) {}
  }
}
