package io.forkpool.bench.figures;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.ProcessQueue;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Items by a queue from a child to its parent, and there and back by two queues; CPython's {@code
 * Queue} and {@code SimpleQueue} do the same, right before. A run's value of the way there and back
 * is the median of its trips; half of it is a put to take. Where there is no {@code python3} only
 * forkpool is measured, and it says so.
 */
final class QueueSpeed implements Figure {
  private static final int TRIPS = 2_000;

  /** Each queue is warmed up by as much as it is measured by. */
  private static final int WARM_UP_RUNS = 2;

  private static final String PROGRAM =
      """
      import multiprocessing, statistics, sys, time

      def produce(start, queue, count, item, runs):
          for run in range(runs):
              start.get()
              for i in range(count):
                  queue.put(item)

      def echo(there, back, count):
          for i in range(count):
              back.put(there.get())

      if __name__ == '__main__':
          context = multiprocessing.get_context('fork')
          make = getattr(context, sys.argv[1])
          size, count, runs = (int(number) for number in sys.argv[2:])
          first, second = make(), make()
          if size < 0:
              child = context.Process(target=echo, args=(first, second, runs * count))
          else:
              item = bytes(size) if size else 42
              child = context.Process(target=produce, args=(first, second, count, item, runs))
          child.start()
          for run in range(runs):
              if size < 0:
                  micros = []
                  for i in range(count):
                      begun = time.perf_counter()
                      first.put(i)
                      second.get()
                      micros.append((time.perf_counter() - begun) * 1e6)
                  print(statistics.median(micros))
              else:
                  begun = time.perf_counter()
                  first.put(0)
                  for i in range(count):
                      second.get()
                  print(count / (time.perf_counter() - begun))
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
        double[] ours = rates(context, pool, payload, setting.runs());
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
        double[] theirs = program.numbers(kind, bytes, count, runs);
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

  private static double[] rates(Context context, Pool pool, Payload payload, int runs)
      throws InterruptedException {
    double[] rates = new double[runs];
    int count = payload.count;
    Object item = payload.item();
    try (ProcessQueue<Integer> start = context.queue();
        ProcessQueue<Object> queue = context.queue()) {
      CompletableFuture<Integer> producer =
          pool.applyAsync(() -> produce(start, queue, count, item, WARM_UP_RUNS + runs));
      for (int run = -WARM_UP_RUNS; run < runs; run++) {
        long begun = System.nanoTime();
        start.put(0);
        for (int i = 0; i < count; i++) {
          queue.take();
        }
        if (run >= 0) {
          rates[run] = count / ((System.nanoTime() - begun) / 1e9);
        }
      }
      Results.requireEqual(count * (WARM_UP_RUNS + runs), producer.join(), "the items put");
    }
    return rates;
  }

  private static int produce(
      ProcessQueue<Integer> start, ProcessQueue<Object> queue, int count, Object item, int runs)
      throws InterruptedException {
    for (int run = 0; run < runs; run++) {
      start.take();
      for (int i = 0; i < count; i++) {
        queue.put(item);
      }
    }
    return runs * count;
  }

  private static double[] trips(Context context, Pool pool, int runs) throws InterruptedException {
    double[] medians = new double[runs];
    try (ProcessQueue<Integer> there = context.queue();
        ProcessQueue<Integer> back = context.queue()) {
      pool.applyAsync(() -> echo(there, back, (WARM_UP_RUNS + runs) * TRIPS));
      for (int run = -WARM_UP_RUNS; run < runs; run++) {
        double[] micros = new double[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
          long begun = System.nanoTime();
          there.put(i);
          Results.requireEqual(i, back.take(), "what came back");
          micros[i] = (System.nanoTime() - begun) / 1e3;
        }
        if (run >= 0) {
          medians[run] = Spread.of(micros).median();
        }
      }
    }
    return medians;
  }

  private static int echo(ProcessQueue<Integer> there, ProcessQueue<Integer> back, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      back.put(there.take());
    }
    return count;
  }
}
