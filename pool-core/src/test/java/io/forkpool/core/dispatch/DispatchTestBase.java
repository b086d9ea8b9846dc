package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.forkpool.RetryPolicy;
import io.forkpool.core.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A dispatcher for workers that the test plays. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class DispatchTestBase {
  static final CallOptions PLAIN = options(0, 0, 0);

  final AtomicInteger stops = new AtomicInteger();
  private final List<FakeWorker> workers = new ArrayList<>();

  /** The time, in nanoseconds. */
  final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 500); // differences are what counts

  /** How often it was said that something is due earlier than was known. */
  final AtomicInteger alarms = new AtomicInteger();

  Dispatcher dispatcher = dispatcher(2, 0);

  final Dispatcher dispatcher(int workers, int maxTasks) {
    return dispatcher(new Staffing(workers, workers, 0, maxTasks, 0));
  }

  final Dispatcher dispatcher(Staffing staffing) {
    return new Dispatcher(staffing, time::get, alarms::incrementAndGet, stops::incrementAndGet);
  }

  @AfterEach
  void closeWorkers() {
    workers.forEach(FakeWorker::close);
  }

  FakeWorker join() throws IOException {
    FakeWorker worker = FakeWorker.join(dispatcher, workers.size() + 1);
    workers.add(worker);
    return worker;
  }

  /** Limit of 0: none; chunks of 0: any. */
  static CallOptions options(long timeoutNanos, int retries, int chunkSize) {
    return new CallOptions(timeoutNanos, 0, 0, RetryPolicy.of(retries), chunkSize);
  }

  static CallOptions chunksOf(int size) {
    return options(0, 0, size);
  }

  /** Submits a task; its future completes on the thread that reads the answer. */
  SingleCall<Integer> submit(int argument) {
    return submit(argument, PLAIN);
  }

  SingleCall<Integer> submit(int argument, CallOptions options) {
    SingleCall<Integer> call = single(options);
    unlessInterrupted(() -> dispatcher.intake().submit(call, FakeWorker.arguments(argument)));
    return call;
  }

  SingleCall<Integer> single(CallOptions options) {
    return dispatcher
        .intake()
        .single(FakeWorker.FUNCTION, options, new TaskFuture<>(Runnable::run));
  }

  BatchCall<Integer> beginBatch(CallOptions options, long expected) {
    return dispatcher
        .intake()
        .beginBatch(FakeWorker.FUNCTION, options, expected, new TaskFuture<>(Runnable::run), null);
  }

  /** A batch of the tasks 0, 1, ... */
  BatchCall<Integer> batch(CallOptions options, int count) {
    BatchCall<Integer> call = beginBatch(options, count);
    publish(call, 0, count);
    dispatcher.intake().allPublished(call);
    return call;
  }

  /** A stream of the tasks 0, 1, ... in one chunk. */
  StreamCall stream(CallOptions options, int count) {
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, options, false);
    publish(call, 0, count);
    dispatcher.intake().allPublished(call);
    return call;
  }

  void publish(Call call, int from, int to) {
    int[] values = new int[to - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = from + i;
    }
    unlessInterrupted(
        () ->
            dispatcher
                .intake()
                .publish(
                    call,
                    FakeWorker.arguments(values),
                    FakeWorker.sizes(values.length),
                    values.length,
                    false));
  }

  /** Something that may wait for room, which there is. */
  interface Submission {
    void run() throws InterruptedException;
  }

  private static void unlessInterrupted(Submission submission) {
    try {
      submission.run();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a test", e);
    }
  }

  /** What became of the next task of a stream: its result, or the message of its failure. */
  Object take(StreamCall call) throws InterruptedException {
    Outcome outcome = dispatcher.intake().take(call);
    return outcome instanceof Outcome.Value value
        ? value.result()
        : assertInstanceOf(Outcome.Failure.class, outcome).error().getMessage();
  }

  static int assigned(FakeWorker worker) {
    return worker.lane.assigned.size();
  }
}
