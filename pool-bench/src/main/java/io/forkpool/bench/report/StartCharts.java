package io.forkpool.bench.report;

import static io.forkpool.bench.report.Measured.METHODS;
import static io.forkpool.bench.report.Measured.counter;
import static io.forkpool.bench.report.Measured.is;
import static io.forkpool.bench.report.Measured.with;

import io.forkpool.bench.report.Chart.Mark;
import io.forkpool.bench.report.Chart.Scale;
import io.forkpool.bench.report.Chart.Series;
import io.forkpool.bench.report.Chart.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a start costs, and what a fresh worker has.
 *
 * @param measured where the values are
 */
record StartCharts(Measured measured) {

  Chart methods() {
    List<Series> series = new ArrayList<>();
    for (String name : List.of("forkpool", "CPython")) {
      List<Value> values = new ArrayList<>();
      METHODS.forEach(method -> values.add(measured.contestant("start-" + method, name)));
      series.add(new Series(name, values));
    }
    List<Mark> marks = new ArrayList<>();
    for (String floor : List.of("java, doing nothing", "bare fork in C")) {
      METHODS.stream()
          .map(method -> measured.contestant("start-" + method, floor))
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(value -> marks.add(new Mark(floor, value.median())));
    }
    return Chart.bars("Start-up: a pool of two to its first result", "ms", METHODS, series)
        .on(Scale.LOGARITHMIC)
        .marked(marks)
        .noted("fork servers are up; the lines are what the machine does at best");
  }

  Chart lives() {
    return Chart.bars(
            "A worker's beginning and end",
            "ms",
            METHODS,
            List.of(
                measured.byMethod("pool of 2, first result", is("PoolStart.firstResult")),
                measured.byMethod("start, task, exit", is("ProcessLife.startToExit")),
                measured.byMethod("one more, warm pool", is("WorkerAdded.killToNextWorker")),
                measured.byMethod("kill -9, next result", is("KillRecovery.killToNextResult"))))
        .on(Scale.LOGARITHMIC)
        .noted("in a program that has made pools before");
  }

  Chart heap() {
    List<String> sizes = measured.numbers("StartByHeap", "megabytes");
    List<Series> series = new ArrayList<>();
    for (String method : List.of("fork", "forkserver")) {
      for (String pages : List.of("small", "huge")) {
        series.add(
            measured.series(
                method + (pages.equals("small") ? ", 4 KiB pages" : ", huge pages"),
                sizes,
                size ->
                    is("StartByHeap." + pages + "Pages")
                        .and(with("startMethod", method))
                        .and(with("megabytes", size))));
      }
    }
    return Chart.lines("Start-up against live heap", "ms", sizes, series)
        .along("MB of live data in the process that is forked")
        .noted("a pool of two to its first result; huge pages: -XX:+UseTransparentHugePages");
  }

  Chart classPath() {
    List<String> jars = measured.numbers("StartByClassPath", "jars");
    List<Series> series =
        List.of("forkserver", "spawn").stream()
            .map(
                method ->
                    measured.series(
                        method,
                        jars,
                        count ->
                            is("StartByClassPath.firstResult")
                                .and(with("startMethod", method))
                                .and(with("jars", count))))
            .toList();
    return Chart.bars("Start-up against class path", "ms", jars, series)
        .along("jars of 100 entries before the program's own")
        .noted("a pool of two to its first result");
  }

  Chart memory() {
    String readAll = "WorkerMemory.readAll";
    return Chart.bars(
            "Memory per worker",
            "MB",
            METHODS,
            List.of(
                measured.byMethod("its own (private)", counter(readAll, "own")),
                measured.byMethod("with its share (PSS)", counter(readAll, "proportional"))))
        .noted(
            "two workers have read the same "
                + String.join(", ", measured.numbers("WorkerMemory", "megabytes"))
                + " MB: the program's, or what preload has made");
  }

  Chart peak() {
    List<Series> series = new ArrayList<>();
    for (String chunk : measured.numbers("TimeToPeak", "chunk")) {
      series.add(
          measured.byMethod("chunk " + chunk, is("TimeToPeak.chunk").and(with("chunk", chunk))));
    }
    return Chart.bars("Time to peak: chunks of a fresh worker", "ms", METHODS, series)
        .on(Scale.LOGARITHMIC)
        .noted(
            "the program is warm, and so is the fork server's preload: compiled code is inherited");
  }
}
