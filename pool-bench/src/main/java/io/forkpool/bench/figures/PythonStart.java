package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.List;

/**
 * A pool of two to its first result: forkpool's and CPython's {@code multiprocessing}, in turn. The
 * fork server of each is up. Where there is no {@code python3} it says so.
 */
final class PythonStart implements Figure {
  private static final String PROGRAM =
      """
      import multiprocessing, sys, time

      def successor(x):
          return x + 1

      if __name__ == '__main__':
          context = multiprocessing.get_context(sys.argv[1])
          for run in range(-1, int(sys.argv[2])):
              begun = time.perf_counter()
              pool = context.Pool(2)
              result = pool.apply(successor, (41,))
              millis = (time.perf_counter() - begun) * 1e3
              assert result == 42
              pool.close()
              pool.join()
              if run >= 0:
                  print(millis)
      """;

  @Override
  public String key() {
    return "j";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    try (PythonProgram program = new PythonProgram(PROGRAM)) {
      for (StartMethod method : StartMethod.available()) {
        compare(program, method, setting, report);
      }
    } catch (IOException e) {
      report.skipped(key(), "CPython cannot be measured: " + e.getMessage());
    }
  }

  private void compare(
      PythonProgram program, StartMethod method, Setting setting, FigureReport report)
      throws IOException, InterruptedException {
    double[] theirs = program.numbers(method, setting.runs());
    double[] ours = new Probe("first-result", method, 0, setting.runs(), List.of()).ask();
    report.line(key(), "pool of 2 to first result, forkpool, " + method, "ms", ours);
    report.line(key(), "pool of 2 to first result, CPython, " + method, "ms", theirs);
    report.line(key(), "ratio forkpool / CPython", "x", Spread.ofRatios(ours, theirs));
  }
}
