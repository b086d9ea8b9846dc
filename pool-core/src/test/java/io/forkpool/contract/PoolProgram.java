package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.StartMethod;
import io.forkpool.TaskOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that use a pool and end in some way, each in a JVM of its own: what becomes of the JVM
 * and of its workers then. The instance is such a running program, as the test sees it.
 */
record PoolProgram(Process process, Path out, Path err) {
  private static final String MARK = "FORKPOOL_CONTRACT_PROGRAM";

  /** Starts {@link #main} with the flags and the class path of this JVM. */
  static PoolProgram start(String action, StartMethod method, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PoolProgram.class.getName(), action, method.toString()));
    command.add(directory.toString());
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put(MARK, out.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return new PoolProgram(process, out, err);
  }

  /**
   * The pids of the program and of all that it has started in whatever way, also of those that have
   * lost their parents: they have inherited a mark. Where the system does not tell, its
   * descendants.
   */
  Set<Long> processes() throws IOException {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .map(ProcessHandle::pid)
          .collect(Collectors.toSet());
    }
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(each -> each.getFileName().toString().matches("\\d+"))
          .filter(each -> isMarked(each.resolve("environ")))
          .map(each -> Long.valueOf(each.getFileName().toString()))
          .filter(Signals::isAlive)
          .collect(Collectors.toSet());
    }
  }

  private boolean isMarked(Path environment) {
    try {
      return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + out);
    } catch (IOException e) {
      return false; // it has gone, or is somebody else's
    }
  }

  int awaitExit() throws InterruptedException {
    assertTrue(
        process.waitFor(ContractBase.PROMPT.toSeconds(), TimeUnit.SECONDS),
        "the program does not end");
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(out);
  }

  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /**
   * Runs a program.
   *
   * @param args which one, the start method of its pool, and the directory of its gate
   */
  public static void main(String[] args) {
    if (args[0].startsWith(ProcessPrograms.PREFIX)) {
      ProcessPrograms.run(args[0], Context.of(StartMethod.of(args[1])), new Gate(args[2]));
      return;
    }
    Gate gate = new Gate(args[2]);
    Pool.Builder builder = Pool.builder().startMethod(StartMethod.of(args[1]));
    switch (args[0]) {
      case "unclosed" -> leaveUnclosed(builder.workers(2).build(), gate);
      case "closed" -> closeWithWorkLeft(builder.workers(2).build(), gate);
      case "noisy" -> printMuch(builder.workers(1).build());
      case "busy" -> beBusy(builder.workers(4).build(), gate, args[1]);
      case "chaos" -> beInChaos(builder.workers(3).build(), gate);
      case "starting" -> stopStarts(builder.workers(4), gate);
      case "sharing" -> SharedMemoryContract.share(builder.workers(1).build(), gate);
      case "initializing" -> initializeForEver(builder.workers(2), gate);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void leaveUnclosed(Pool pool, Gate gate) {
    System.out.println("result " + pool.map(Tasks::square, List.of(1, 2, 3)));
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "never");
    gate.awaitMark("begun-never");
    pool.workerPids().forEach(pid -> gate.mark("pid-" + pid));
  }

  private static void closeWithWorkLeft(Pool pool, Gate gate) {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      pool.<String, String>applyAsync(task -> Tasks.waitAt(gate, task), name)
          .thenAccept(task -> tellLate(pool, task));
    }
    pool.close();
    System.out.println("main returns");
    gate.mark("returned");
  }

  /** When the workers have gone, and a little after that: the JVM has to wait for it. */
  private static void tellLate(Pool pool, String task) {
    pool.join();
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.println("done " + task);
  }

  private static void printMuch(Pool pool) {
    int printed =
        pool.apply(
            () -> {
              String line = "x".repeat(99) + "\n";
              for (int i = 0; i < 10_500; i++) {
                System.out.print(line);
                System.err.print(line);
              }
              return line.length() * 10_500;
            });
    System.out.println("printed " + printed);
    pool.close();
    pool.join();
  }

  /** One worker spins, one sleeps, one has a pool whose worker spins, one is idle. */
  private static void beBusy(Pool pool, Gate gate, String method) {
    pool.applyAsync(
        () -> {
          gate.mark("pid-" + Tasks.pid());
          return Tasks.spin();
        });
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "sleeping");
    pool.applyAsync(
        () -> {
          gate.mark("pid-" + Tasks.pid());
          try (Pool inner = Pool.builder().workers(1).startMethod(StartMethod.of(method)).build()) {
            return inner.apply(
                () -> {
                  gate.mark("pid-" + Tasks.pid());
                  return Tasks.spin();
                });
          }
        });
    gate.awaitMarks("pid-", 4);
    ContractBase.awaitWorkers(pool).forEach(pid -> gate.mark("pid-" + pid));
    gate.mark("ready");
    Tasks.sleepForEver();
  }

  /** Tasks without end, of all sizes, whose workers are killed and stopped all the time. */
  private static void beInChaos(Pool pool, Gate gate) {
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(100));
    Meddler.patient(pool, System.nanoTime(), 20);
    try {
      Ledger ledger = Ledger.in(Path.of(gate.directory()), "chaos");
      ChaosRun run = new ChaosRun(retrying, 1 << 24, ledger, false);
      retrying.applyAsync(Tasks::pid).thenAccept(pid -> gate.mark("ready"));
      run.withoutMischief(new Random());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void initializeForEver(Pool.Builder builder, Gate gate) {
    builder
        .initializer(
            () -> {
              gate.mark("pid-" + Tasks.pid());
              Tasks.sleepForEver();
            })
        .build();
    Tasks.sleepForEver();
  }

  /** Stops workers as they start, as far as they have come. */
  private static void stopStarts(Pool.Builder builder, Gate gate) {
    PoolListener stopper =
        new PoolListener() {
          @Override
          public void workerStarted(long pid) {
            try {
              Signals.send("STOP", pid);
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
            gate.mark("pid-" + pid);
          }
        };
    builder.listener(stopper).build();
    Tasks.sleepForEver();
  }
}
