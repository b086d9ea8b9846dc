package io.forkpool.bench.figures;

import java.util.List;

/** One question about forkpool's cost, and how it is measured. */
public interface Figure {

  /**
   * Lists the figures in the order in which they are printed.
   *
   * @return all figures; immutable
   */
  static List<Figure> all() {
    return List.of(
        new StartUp(),
        new RoundTrip(),
        ManySmallTasks.defaultChunks(),
        ManySmallTasks.chunksOfOne(),
        new LargeValues(),
        new CpuBound(),
        new HeapStart(),
        new WorkerMemory(),
        new FirstChunk(),
        new PythonStart(),
        new CancelRecovery(),
        new QueueSpeed(),
        new SharedMap(),
        new ProcessTime());
  }

  /**
   * Names the figure on the command line.
   *
   * @return a letter
   */
  String key();

  /**
   * Measures and prints.
   *
   * @param setting what to measure with
   * @param report where the lines go
   * @throws Exception what went wrong; a wrong result is an {@link IllegalStateException}
   */
  void measure(Setting setting, FigureReport report) throws Exception;
}
