package io.forkpool.bench.figures;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.ProcessQueue;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Items by a queue from a child to its parent, and there and back by two queues; CPython's {@code
 * Queue} and {@code SimpleQueue} do the same, right before. A run's value of the way there and back
 * is the median of its trips; half of it is a put to take. Where there is no {@code python3} only
 * forkpool is measured, and it says so.
 *
 * <p>Each queue is warmed up for {@value #WARM_UP_MILLIS_A_RUN} ms for each run that it is measured
 * by. In that time the collectors of both sides use their memory a second time: what a JVM touches
 * for the first time it gets page by page from the system, for up to ten microseconds each, and
 * that is then all that is measured.
 */
final class QueueSpeed implements Figure {
  private static final int TRIPS = 2_000;

  private static final int WARM_UP_MILLIS_A_RUN = 500;

  /** What the other side is sent instead of a run. */
  private static final int END = -1;

  private static final String PROGRAM =
      """
      import multiprocessing, statistics, sys, time

      def produce(start, queue, count, item):
          while start.get() >= 0:
              for i in range(count):
                  queue.put(item)

      def echo(there, back):
          while (item := there.get()) >= 0:
              back.put(item)

      def trips(there, back, count):
          micros = []
          for i in range(count):
              begun = time.perf_counter()
              there.put(i)
              back.get()
              micros.append((time.perf_counter() - begun) * 1e6)
          return statistics.median(micros)

      def rate(start, queue, count):
          begun = time.perf_counter()
          start.put(0)
          for i in range(count):
              queue.get()
          return count / (time.perf_counter() - begun)

      if __name__ == '__main__':
          context = multiprocessing.get_context('fork')
          make = getattr(context, sys.argv[1])
          size, count, runs, warm_up = (int(number) for number in sys.argv[2:])
          first, second = make(), make()
          if size < 0:
              child = context.Process(target=echo, args=(first, second))
          else:
              item = bytes(size) if size else 42
              child = context.Process(target=produce, args=(first, second, count, item))
          child.start()
          measure = trips if size < 0 else rate
          end = time.perf_counter() + warm_up * runs / 1e3
          while time.perf_counter() < end:
              measure(first, second, count)
          for run in range(runs):
              print(measure(first, second, count))
          first.put(-1)
          child.join()
      """;

  private enum Payload {
    TINY("ints", 0, 50_000),
    KILOBYTE("1 KiB", 1 << 10, 20_000),
    LARGE("64 KiB", 1 << 16, 2_000),
    HUGE("1 MiB", 1 << 20, 100);

    final String label;
    final int bytes;
    final int count;

    Payload(String label, int bytes, int count) {
      this.label = label;
      this.bytes = bytes;
      this.count = count;
    }

    Object item() {
      return bytes == 0 ? (Object) 42 : new byte[bytes];
    }
  }

  @Override
  public String key() {
    return "l";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    Context context = Context.of(setting.startMethod());
    try (PythonProgram program = new PythonProgram(PROGRAM);
        Pool pool = context.pool().workers(1).build()) {
      compare(program, report, setting.runs(), -1, TRIPS, trips(context, pool, setting.runs()));
      for (Payload payload : Payload.values()) {
        double[] rates = rates(context, pool, payload, setting.runs());
        String first =
            "queue, items of " + payload.label + ", forkpool, the first " + payload.count;
        report.line(key(), first, "items/s", rates[0]);
        double[] ours = Arrays.copyOfRange(rates, 1, rates.length);
        compare(program, report, setting.runs(), payload.bytes, payload.count, ours);
      }
    }
  }

  private void compare(
      PythonProgram program, FigureReport report, int runs, int bytes, int count, double[] ours)
      throws InterruptedException {
    boolean trip = bytes < 0;
    String what = trip ? "by two queues there and back" : "queue, items of " + label(bytes);
    String unit = trip ? "us" : "items/s";
    report.line(key(), what + ", forkpool", unit, ours);
    for (String kind : new String[] {"Queue", "SimpleQueue"}) {
      try {
        double[] theirs = program.numbers(kind, bytes, count, runs, WARM_UP_MILLIS_A_RUN);
        report.line(key(), what + ", CPython's " + kind, unit, theirs);
        report.line(
            key(), "ratio forkpool / CPython's " + kind, "x", Spread.ofRatios(ours, theirs));
      } catch (IOException e) {
        report.skipped(key(), "CPython cannot be measured: " + e.getMessage());
        return;
      }
    }
  }

  private static String label(int bytes) {
    for (Payload payload : Payload.values()) {
      if (payload.bytes == bytes) {
        return payload.label;
      }
    }
    throw new IllegalArgumentException("" + bytes);
  }

  /** The rate of the first run, and then those that are measured. */
  private static double[] rates(Context context, Pool pool, Payload payload, int runs)
      throws InterruptedException {
    double[] rates = new double[1 + runs];
    int count = payload.count;
    Object item = payload.item();
    try (ProcessQueue<Integer> start = context.queue();
        ProcessQueue<Object> queue = context.queue()) {
      CompletableFuture<Integer> producer =
          pool.applyAsync(() -> produce(start, queue, count, item));
      closeIfFailed(producer, queue);
      long end = endOfWarmUp(runs);
      rates[0] = rate(start, queue, count);
      int warmUps = 1;
      for (; System.nanoTime() < end; warmUps++) {
        rate(start, queue, count);
      }
      for (int run = 1; run <= runs; run++) {
        rates[run] = rate(start, queue, count);
      }
      start.put(END);
      Results.requireEqual(warmUps + runs, producer.join(), "the runs of the producer");
    }
    return rates;
  }

  private static double rate(ProcessQueue<Integer> start, ProcessQueue<Object> queue, int count)
      throws InterruptedException {
    long begun = System.nanoTime();
    start.put(0);
    for (int i = 0; i < count; i++) {
      queue.take();
    }
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  private static long endOfWarmUp(int runs) {
    return System.nanoTime() + runs * WARM_UP_MILLIS_A_RUN * 1_000_000L;
  }

  private static int produce(
      ProcessQueue<Integer> start, ProcessQueue<Object> queue, int count, Object item)
      throws InterruptedException {
    int runs = 0;
    for (; start.take() != END; runs++) {
      for (int i = 0; i < count; i++) {
        queue.put(item);
      }
    }
    return runs;
  }

  /** So that who waits for items of a worker that has failed does not wait for ever. */
  private static void closeIfFailed(CompletableFuture<?> worker, ProcessQueue<?> items) {
    worker.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            items.close();
          }
        });
  }

  private static double[] trips(Context context, Pool pool, int runs) throws InterruptedException {
    double[] medians = new double[runs];
    try (ProcessQueue<Integer> there = context.queue();
        ProcessQueue<Integer> back = context.queue()) {
      CompletableFuture<Integer> echo = pool.applyAsync(() -> echo(there, back));
      closeIfFailed(echo, back);
      int rounds = 0;
      for (long end = endOfWarmUp(runs); System.nanoTime() < end; ) {
        medianTrip(there, back);
        rounds++;
      }
      for (int run = 0; run < runs; run++) {
        medians[run] = medianTrip(there, back);
      }
      there.put(END);
      Results.requireEqual((rounds + runs) * TRIPS, echo.join(), "what came back");
    }
    return medians;
  }

  private static double medianTrip(ProcessQueue<Integer> there, ProcessQueue<Integer> back)
      throws InterruptedException {
    double[] micros = new double[TRIPS];
    for (int i = 0; i < TRIPS; i++) {
      long begun = System.nanoTime();
      there.put(i);
      Results.requireEqual(i, back.take(), "what came back");
      micros[i] = (System.nanoTime() - begun) / 1e3;
    }
    return Spread.of(micros).median();
  }

  private static int echo(ProcessQueue<Integer> there, ProcessQueue<Integer> back)
      throws InterruptedException {
    int count = 0;
    for (int item = there.take(); item != END; item = there.take()) {
      back.put(item);
      count++;
    }
    return count;
  }
}
