package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Forks again and again under one load, and waits for each child with a deadline. A child that
 * misses it is a hang: its native and Java stacks are kept, and it is killed.
 *
 * <pre>java ... io.forkpool.posix.StressProgram ALLOCATING 2000 /tmp/dumps</pre>
 *
 * Ends with 0 if all children did.
 */
final class StressProgram {
  /** Not by the clock: a parent that is stopped for a while looks on as patiently as before. */
  private static final int LOOKS_A_MILLISECOND_APART = 30_000;

  private StressProgram() {}

  public static void main(String[] args) throws Exception {
    StressLoad load = StressLoad.valueOf(args[0]);
    int count = Integer.parseInt(args[1]);
    Path dumps = Path.of(args[2]);
    load.start();
    Forker.prepare();
    Thread.sleep(200);
    int[] outcomes = new int[3]; // ended well, ended badly, hung
    long[] nanos = new long[count];
    int refused = 0;
    int attempts = 0;
    int locks = 0;
    for (int i = 0; i < count; i++) {
      int round = i;
      ForkRequest request = new ForkRequest(() -> live(round), ForkOptions.isolated());
      StressLoad.work();
      long begin = System.nanoTime();
      try {
        ForkedChild child = Forker.fork(request);
        nanos[i] = System.nanoTime() - begin;
        StressLoad.rest();
        attempts += child.timing().attempts();
        locks += child.heldLocks().size();
        outcomes[await(child.pid(), dumps, load + "-" + i)]++;
      } catch (ForkException e) {
        refused++;
        System.out.println(e.getMessage());
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s: %d forks, %d well, %d badly, %d hung, %d refused, %d attempts, %d held locks;"
            + " fork() median %d us, p99 %d us, max %d us; steps %d%n",
        load,
        count,
        outcomes[0],
        outcomes[1],
        outcomes[2],
        refused,
        attempts,
        locks,
        nanos[count / 2] / 1000,
        nanos[count * 99 / 100] / 1000,
        nanos[count - 1] / 1000,
        StressLoad.STEPS.get());
    Runtime.getRuntime().halt(outcomes[0] == count ? 0 : 1);
  }

  /** What a child does: a little of everything. */
  private static void live(int round) throws Exception {
    long steps = StressLoad.STEPS.get();
    List<byte[]> kept = new ArrayList<>();
    int pieces = round % 10 == 0 ? 60 : 6;
    for (int i = 0; i < pieces; i++) {
      kept.add(new byte[1 << 19]);
      if (kept.size() > 10) {
        kept.clear();
      }
    }
    if (round % 3 == 0) {
      System.gc();
    }
    Thread thread = new Thread(StressLoad::allocate);
    thread.start();
    thread.join();
    CompletableFuture.supplyAsync(() -> 1).get(20, TimeUnit.SECONDS);
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += Integer.toString(i).hashCode();
    }
    Class.forName(round % 2 == 0 ? "java.util.zip.CRC32C" : "java.util.Currency");
    if (round % 20 == 0) {
      new ProcessBuilder("true").start().waitFor();
    }
    if (round % 10 == 0 && StressLoad.hasVirtualThreads()) {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      StressLoad.startVirtual(() -> done.complete(true));
      done.get(20, TimeUnit.SECONDS);
    }
    if (steps != StressLoad.STEPS.get() || sum == 0) {
      System.out.println("the parent's threads run in the child");
      Vm.exit(3);
    }
  }

  private static int await(int pid, Path dumps, String name) throws Exception {
    int[] status = new int[1];
    for (int look = 0; look < LOOKS_A_MILLISECOND_APART; look++) {
      if (Native.get().waitpid(pid, status, Native.WNOHANG) == pid) {
        if (status[0] != 0) {
          System.out.printf("%s: child %d ended with status %#x%n", name, pid, status[0]);
        }
        return status[0] == 0 ? 0 : 1;
      }
      Thread.sleep(1);
    }
    System.out.printf("%s: child %d hangs; dumps are in %s%n", name, pid, dumps);
    dump(
        dumps.resolve(name + ".gdb"),
        "gdb",
        "-p",
        "" + pid,
        "-batch",
        "-ex",
        "thread apply all bt");
    String jstack = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
    dump(dumps.resolve(name + ".jstack"), "timeout", "20", jstack, "" + pid);
    Native.get().kill(pid, Native.SIGKILL);
    Native.get().waitpid(pid, status, 0);
    return 2;
  }

  private static void dump(Path file, String... command) throws InterruptedException {
    try {
      Files.createDirectories(file.getParent());
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(file.toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      System.out.println("no dump: " + e);
    }
  }
}
