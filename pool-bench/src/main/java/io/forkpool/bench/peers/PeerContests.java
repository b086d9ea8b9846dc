package io.forkpool.bench.peers;

import io.forkpool.StartMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All contests with peers.
 *
 * @param python the command of CPython
 * @param compiler the command of a C compiler
 * @param directory where programs in other languages are put; its owner deletes it
 * @param runs how often each contestant is measured
 */
public record PeerContests(String python, String compiler, Path directory, int runs) {
  private static final int WORKERS = 2;
  private static final int TRIPS = 2_000;
  private static final int TINY_TASKS = 1_000_000;
  private static final int LONE_TASKS = 50_000;
  private static final int LARGE_BYTES = 64 << 20;
  private static final int CPU_TASKS = 500;
  private static final int CPU_BYTES = 32 << 10;

  /**
   * Lists them.
   *
   * @return the contests, in the order in which they are measured
   */
  public List<PeerContest> all() {
    List<PeerContest> all = new ArrayList<>();
    for (StartMethod method :
        List.of(StartMethod.FORK, StartMethod.FORKSERVER, StartMethod.SPAWN)) {
      all.add(start(method));
    }
    StartMethod method = StartMethod.getDefault();
    all.add(roundTrip(new Work("apply", method, TRIPS)));
    all.add(rate("map", "map of 1,000,000 x*x", "tasks/s", new Work("map", method, TINY_TASKS, 0)));
    all.add(
        rate(
            "map-1",
            "map of 50,000 x*x, chunks of 1",
            "tasks/s",
            new Work("map", method, LONE_TASKS, 1)));
    all.add(
        rate(
            "argument",
            "64 MiB as an argument",
            "GB/s",
            new Work("argument", method, LARGE_BYTES)));
    all.add(cpu(new Work("cpu", method, CPU_TASKS, CPU_BYTES)));
    return all;
  }

  private PeerContest start(StartMethod method) {
    Map<String, Contestant.Start> contestants = withPython(new Work("start", method, WORKERS));
    contestants.put(Floors.JAVA, Floors::java);
    contestants.put(Floors.FORK, () -> Floors.fork(compiler, directory));
    return contest(
        "start-" + method, "pool of 2 to first result, " + method, "ms", true, contestants);
  }

  private PeerContest roundTrip(Work work) {
    Map<String, Contestant.Start> contestants = withPython(work);
    contestants.put(Floors.SOCKET, () -> Floors.socket(TRIPS));
    contestants.put(Floors.SPIN, () -> Floors.spin(TRIPS));
    return contest("apply", "round trip of a trivial apply", "us", true, contestants);
  }

  private PeerContest cpu(Work work) {
    Map<String, Contestant.Start> contestants = withPython(work);
    contestants.put("ExecutorService", () -> Ours.start(work.by("threads")));
    return contest("cpu", "zlib of 500 x 32 KiB, 2 workers", "ms", true, contestants);
  }

  private PeerContest rate(String key, String title, String unit, Work work) {
    return contest(key, title, unit, false, withPython(work));
  }

  private PeerContest contest(
      String key,
      String title,
      String unit,
      boolean lowerIsBetter,
      Map<String, Contestant.Start> contestants) {
    int warmUps = key.equals("apply") ? 10 : 2;
    return new PeerContest(key, title, unit, lowerIsBetter, warmUps, runs, contestants);
  }

  private Map<String, Contestant.Start> withPython(Work work) {
    Map<String, Contestant.Start> contestants = new LinkedHashMap<>();
    contestants.put(Ours.NAME, () -> Ours.start(work));
    contestants.put(Python.NAME, () -> new Python(python, directory).start(work));
    return contestants;
  }
}
