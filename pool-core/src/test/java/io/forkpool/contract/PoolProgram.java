package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.StartMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs that use a pool and end in some way, each in a JVM of its own: what becomes of the JVM
 * and of its workers then. The instance is such a running program, as the test sees it.
 */
record PoolProgram(Process process, Path out, Path err) {

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
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return new PoolProgram(process, out, err);
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
    Gate gate = new Gate(args[2]);
    Pool.Builder builder = Pool.builder().startMethod(StartMethod.of(args[1]));
    switch (args[0]) {
      case "unclosed" -> leaveUnclosed(builder.workers(2).build(), gate);
      case "closed" -> closeWithWorkLeft(builder.workers(2).build(), gate);
      case "noisy" -> printMuch(builder.workers(1).build());
      case "busy" -> beBusy(builder.workers(4).build(), gate, args[1]);
      case "starting" -> stopStarts(builder.workers(4), gate);
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
          .thenAccept(task -> System.out.println("done " + task));
    }
    pool.close();
    System.out.println("main returns");
    gate.mark("returned");
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
