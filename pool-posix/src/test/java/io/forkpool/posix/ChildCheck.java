package io.forkpool.posix;

import java.io.File;
import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Pipe;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What is to be true in a forked child. Each prepares the parent, and looks in the child. */
enum ChildCheck {
  ALLOCATES_AND_COLLECTS {
    @Override
    void inChild() {
      List<byte[]> kept = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        kept.add(new byte[1 << 20]);
        if (kept.size() > 20) {
          kept.clear();
        }
      }
      System.gc();
    }
  },
  COMPILES {
    @Override
    void inChild() {
      long sum = 0;
      for (int i = 0; i < 300_000; i++) {
        sum += Integer.toString(i).hashCode() % 7;
      }
      check(sum != 0, "arithmetic");
    }
  },
  STARTS_THREADS {
    @Override
    void inChild() throws Exception {
      CompletableFuture<Boolean> ran = new CompletableFuture<>();
      Thread thread = new Thread(() -> ran.complete(true));
      thread.start();
      thread.join(10_000);
      check(ran.isDone(), "the thread has not run");
    }
  },
  USES_THE_COMMON_POOL {
    @Override
    void inParent() throws Exception {
      CompletableFuture.supplyAsync(() -> 1).get();
    }

    @Override
    void inChild() throws Exception {
      int sum = CompletableFuture.supplyAsync(() -> 2).get(10, TimeUnit.SECONDS);
      sum += IntStream.range(0, 1000).parallel().map(i -> 1).sum();
      check(sum == 1002, "sum " + sum);
      CompletableFuture<Integer> late = new CompletableFuture<>();
      late.completeOnTimeout(3, 1, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
    }
  },
  STARTS_PROCESSES {
    @Override
    void inParent() throws Exception {
      new ProcessBuilder("true").start().waitFor();
    }

    @Override
    void inChild() throws Exception {
      Process process = new ProcessBuilder("sh", "-c", "exit 3").start();
      check(process.waitFor(10, TimeUnit.SECONDS), "the process is never seen to end");
      check(process.exitValue() == 3, "exit value " + process.exitValue());
    }
  },
  FORKS_AGAIN {
    @Override
    void inChild() throws Exception {
      ForkedChild child =
          Forker.fork(new ForkRequest(() -> System.exit(9), ForkOptions.isolated()));
      int[] status = new int[1];
      Native.get().waitpid(child.pid(), status, 0);
      check(status[0] == 9 << 8, "status " + status[0]);
    }
  },
  THREADS_OF_THE_PARENT_ARE_DEAD {
    private Thread thread;

    @Override
    void inParent() {
      thread = new Thread(ChildCheck::sleepForEver, "a-user-thread");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    void inChild() throws Exception {
      check(!thread.isAlive(), "alive");
      check(thread.getState() == Thread.State.TERMINATED, "state " + thread.getState());
      thread.join();
      check(!Thread.getAllStackTraces().containsKey(thread), "listed");
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path task : tasks) {
          String name = Files.readString(task.resolve("comm")).strip();
          check(!name.equals("a-user-thread"), "there is an OS thread");
        }
      }
    }
  },
  COUNTERS_ARE_PRIVATE {
    @Override
    void inChild() throws Exception {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        check(!(line.contains("/hsperfdata_") && line.contains("rw-s")), line);
      }
    }
  },
  KNOWS_ITS_PROCESS_ID {
    private long parent;

    @Override
    void inParent() {
      parent = ProcessHandle.current().pid();
    }

    @Override
    void inChild() throws Exception {
      long actual = Long.parseLong(Path.of("/proc/self").toRealPath().getFileName().toString());
      check(actual != parent, "the same process");
      check(ProcessHandle.current().pid() == actual, "ProcessHandle");
      check(ProcessHandle.current().parent().orElseThrow().pid() == parent, "parent");
      check(ProcessHandle.current().isAlive(), "not alive");
      check(Posix.getpid() == actual && Posix.getppid() == parent, "Posix");
    }
  },
  RANDOM_NUMBERS_ARE_ITS_OWN {
    private final SecureRandom secure = new SecureRandom();
    private List<Long> expected;

    @Override
    void inParent() {
      secure.nextLong();
      new SplittableRandom().nextLong();
      Math.random();
    }

    @Override
    void beforeFork() {
      secure.nextLong();
    }

    @Override
    void inChild() {
      report(numbers());
    }

    @Override
    void afterFork() {
      expected = numbers();
      report(expected);
    }

    private List<Long> numbers() {
      return List.of(
          secure.nextLong(),
          ThreadLocalRandom.current().nextLong(),
          Double.doubleToLongBits(Math.random()),
          new SplittableRandom().nextLong());
    }

    private void report(List<Long> numbers) {
      numbers.forEach(number -> System.out.println("random " + number));
    }
  },
  SHUTDOWN_HOOKS_ARE_NOT_ITS_OWN {
    private File file;

    @Override
    void inParent() throws Exception {
      file = File.createTempFile("forkpool", ".kept");
      file.deleteOnExit();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> System.out.println("hook in " + Posix.getpid())));
    }

    @Override
    void inChild() {
      System.exit(0);
    }

    @Override
    void afterChild() {
      check(file.exists(), "the child has deleted its parent's file");
      check(perfdata().exists(), "the child has deleted its parent's counters");
    }

    private File perfdata() {
      return new File("/tmp/hsperfdata_" + System.getProperty("user.name") + "/" + Posix.getpid());
    }
  },
  DESCRIPTORS_ARE_SEPARATE {
    private Pipe pipe;
    private RandomAccessFile file;

    @Override
    void inParent() throws Exception {
      pipe = Pipe.open();
      Path path = Files.createTempFile("forkpool", ".read");
      Files.writeString(path, "0123456789");
      file = new RandomAccessFile(path.toFile(), "r");
      Files.delete(path);
      file.seek(3);
    }

    @Override
    void inChild() throws Exception {
      check(file.getFilePointer() == 3, "position " + file.getFilePointer());
      file.seek(7);
      check(file.read() == '7', "content");
      boolean open = true;
      try {
        pipe.sink().write(java.nio.ByteBuffer.wrap(new byte[1]));
      } catch (java.io.IOException e) {
        open = false;
      }
      check(!open, "the child can write into its parent's pipe");
      pipe.sink().close();
    }

    @Override
    void afterChild() throws Exception {
      check(file.getFilePointer() == 3, "the child has moved its parent's file");
      pipe.sink().write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
  },
  READS_STANDARD_STREAMS {
    @Override
    void inChild() throws Exception {
      try (FileInputStream in = new FileInputStream("/proc/self/status")) {
        check(in.read() == 'N', "proc");
      }
      System.out.println("printed by a child");
    }
  };

  void inParent() throws Exception {}

  void beforeFork() {}

  abstract void inChild() throws Exception;

  void afterFork() {}

  void afterChild() throws Exception {}

  static void check(boolean expectation, String otherwise) {
    if (!expectation) {
      throw new AssertionError(otherwise);
    }
  }

  private static void sleepForEver() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        System.out.println(Arrays.toString(e.getStackTrace()));
      }
    }
  }

  /** Runs one check: {@code ChildCheck$Program NAME}; ends with 0 if it holds. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      for (String name : args) {
        run(ChildCheck.valueOf(name));
      }
    }

    private static void run(ChildCheck check) throws Exception {
      check.inParent();
      Forker.prepare();
      check.beforeFork();
      ForkedChild child = Forker.fork(new ForkRequest(check::inChild, ForkOptions.isolated()));
      check.afterFork();
      int[] status = new int[1];
      Native.get().waitpid(child.pid(), status, 0);
      check(status[0] == 0, check + ": the child ended with status " + status[0]);
      check.afterChild();
    }
  }
}
