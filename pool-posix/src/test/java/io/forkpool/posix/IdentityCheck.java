package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child is a process of its own, and knows it. */
enum IdentityCheck implements ChildCheck {
  KNOWS_ITS_PROCESS_ID {
    private long parent;

    @Override
    public void inParent() {
      parent = ProcessHandle.current().pid();
    }

    @Override
    public void inChild() throws Exception {
      long actual = Long.parseLong(Path.of("/proc/self").toRealPath().getFileName().toString());
      check(actual != parent, "the same process");
      check(ProcessHandle.current().pid() == actual, "ProcessHandle");
      check(ProcessHandle.current().equals(ProcessHandle.of(actual).orElseThrow()), "equals");
      check(ProcessHandle.current().parent().orElseThrow().pid() == parent, "parent");
      check(ManagementFactory.getRuntimeMXBean().getPid() == actual, "RuntimeMXBean");
      check(Posix.getpid() == actual && Posix.getppid() == parent, "Posix");
    }
  },
  IS_ALIVE_IN_ITS_OWN_EYES {
    @Override
    public void inParent() {
      ProcessHandle.current().isAlive();
    }

    @Override
    public void inChild() {
      check(ProcessHandle.current().isAlive(), "not alive");
    }
  },
  COUNTERS_ARE_PRIVATE {
    @Override
    public void inChild() throws Exception {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        check(!(line.contains("/hsperfdata_") && line.contains("rw-s")), line);
      }
    }
  },
  WHO_INTERRUPTS_THE_FORKING_THREAD_DOES_NOT_MEAN_A_WORKER {
    @Override
    public void beforeFork() {
      Thread.currentThread().interrupt();
    }

    @Override
    public void inChild() {
      ForkedProgram.begin("worker");
      check(!Thread.currentThread().isInterrupted(), "interrupted");
    }

    @Override
    public void whileTheChildRuns(int child) {
      check(Thread.interrupted(), "the parent's thread is not interrupted any more");
    }
  },
  OUTPUT_OF_THE_PARENT_IS_WRITTEN_ONCE {
    private java.io.PrintStream before;

    @Override
    public void beforeFork() throws Exception {
      before = System.out;
      System.setOut(
          new java.io.PrintStream(
              new java.io.BufferedOutputStream(
                  Files.newOutputStream(Mailbox.of(this).path("out")))));
      System.out.print("once");
    }

    @Override
    public void inChild() {
      System.out.flush();
    }

    @Override
    public void afterChild() throws Exception {
      System.out.close();
      System.setOut(before);
      check(Mailbox.of(this).await("out").equals("once"), Mailbox.of(this).await("out"));
    }
  };
}
