package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import java.util.List;

/**
 * What a start costs against the size of the live heap: a fork copies page tables, about 2 MB for
 * each GB of 4 KiB pages. By {@code fork} the heap is the program's, by {@code forkserver} its
 * server's; a server is up when it is measured.
 */
final class HeapStart implements Figure {
  private static final List<String> HUGE =
      List.of("-XX:+UseTransparentHugePages", "-XX:+UseSerialGC");
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC");

  @Override
  public String key() {
    return "g";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    if (skipped(report, StartMethod.FORK)) {
      return;
    }
    for (List<String> flags : List.of(SMALL, HUGE)) {
      String pages = flags == HUGE ? "huge pages" : "4 KiB pages";
      for (int megabytes : new int[] {10, 500, 2_000}) {
        String heap = ", %d MB, %s".formatted(megabytes, pages);
        Probe first = new Probe("first-byte", StartMethod.FORK, megabytes, setting.runs(), flags);
        report.line(key(), "Posix.fork() to first byte" + heap, "ms", first.ask());
        Probe pool = new Probe("first-result", StartMethod.FORK, megabytes, setting.runs(), flags);
        report.line(key(), "fork, pool of 2 to first result" + heap, "ms", pool.ask());
      }
      Probe served = new Probe("first-result", StartMethod.FORKSERVER, 500, setting.runs(), flags);
      report.line(
          key(), "forkserver, pool of 2 to first result, 500 MB, " + pages, "ms", served.ask());
    }
  }

  private boolean skipped(FigureReport report, StartMethod method) {
    method.unavailabilityCause().ifPresent(cause -> report.skipped(key(), cause));
    return method.unavailabilityCause().isPresent();
  }
}
