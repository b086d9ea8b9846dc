package io.forkpool.bench.report;

/** Who does a batch: the methods of {@code jmh.Contest}. */
enum Way {
  POOL("pool", "forkpool map"),
  EXECUTOR("executorService", "ExecutorService"),
  FORK_JOIN("forkJoinPool", "ForkJoinPool"),
  STREAM("parallelStream", "parallel stream");

  final String method;
  final String title;

  Way(String method, String title) {
    this.method = method;
    this.title = title;
  }
}
