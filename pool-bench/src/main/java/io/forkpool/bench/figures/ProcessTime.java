package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.List;

/**
 * A process that does nothing, from the call that starts it until it was joined: forkpool's and
 * CPython's {@code multiprocessing}, in turn, after some that do not count. One right after the
 * other, and with pauses, in which a fork server may prepare for the next. Where there is no {@code
 * python3} it says so.
 */
final class ProcessTime implements Figure {
  /** Longer than any server takes to prepare. */
  static final int PAUSE_MILLIS = 150;

  static final int WARM_UPS = 15;

  /** Of which one run is the median. */
  static final int PROCESSES = 15;

  private static final String PROGRAM =
      """
      import multiprocessing, sys, time

      def nothing():
          pass

      if __name__ == '__main__':
          context = multiprocessing.get_context(sys.argv[1])
          warm_ups, processes, runs, pause = (int(number) for number in sys.argv[2:])
          millis = []
          for i in range(-warm_ups, processes * runs):
              time.sleep(pause / 1e3)
              begun = time.perf_counter()
              process = context.Process(target=nothing)
              process.start()
              process.join()
              ended = time.perf_counter()
              assert process.exitcode == 0
              if i >= 0:
                  millis.append((ended - begun) * 1e3)
          for run in range(runs):
              print(sorted(millis[run * processes:(run + 1) * processes])[processes // 2])
      """;

  @Override
  public String key() {
    return "n";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    try (PythonProgram program = new PythonProgram(PROGRAM)) {
      for (StartMethod method : StartMethod.available()) {
        compare(program, method, 0, "", setting, report);
        compare(program, method, PAUSE_MILLIS, " after a pause", setting, report);
      }
    } catch (IOException e) {
      report.skipped(key(), "CPython cannot be measured: " + e.getMessage());
    }
  }

  private void compare(
      PythonProgram program,
      StartMethod method,
      int pause,
      String when,
      Setting setting,
      FigureReport report)
      throws IOException, InterruptedException {
    double[] theirs = program.numbers(method, WARM_UPS, PROCESSES, setting.runs(), pause);
    String question = pause == 0 ? "process" : "process-after-pause";
    double[] ours = new Probe(question, method, 0, setting.runs(), List.of()).ask();
    report.line(key(), "process start to exit" + when + ", forkpool, " + method, "ms", ours);
    report.line(key(), "process start to exit" + when + ", CPython, " + method, "ms", theirs);
    report.line(key(), "ratio forkpool / CPython", "x", Spread.ofRatios(ours, theirs));
  }
}
