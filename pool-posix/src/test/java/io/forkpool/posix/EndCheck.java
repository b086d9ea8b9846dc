package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a child ends: with its own hooks, and without those of its parent. */
enum EndCheck implements ChildCheck {
  SHUTDOWN_HOOKS_ARE_THE_PARENTS {
    @Override
    public void inParent() {
      int parent = Posix.getpid();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> ranIn(parent)));
    }

    /** Once all is over its parent runs it, and nobody looks for letters any more. */
    private void ranIn(int parent) {
      if (Posix.getpid() == parent) {
        System.out.println("hook in the parent");
      } else {
        post("hook in a child");
      }
    }

    @Override
    public void inChild() {
      System.exit(0);
    }

    @Override
    public void afterChild() throws Exception {
      check(Mailbox.of(this).all("hook").isEmpty(), "a hook of the parent's ran in the child");
    }
  },
  FILES_TO_DELETE_ARE_THE_PARENTS {
    private File file;

    @Override
    public void inParent() throws Exception {
      file = Files.createTempFile(CheckProgram.directory(), "forkpool", ".kept").toFile();
      file.deleteOnExit();
    }

    @Override
    public void inChild() {
      System.exit(0);
    }

    @Override
    public void afterChild() {
      check(file.exists(), "the child has deleted its parent's file");
    }
  },
  COUNTERS_FILE_IS_THE_PARENTS {
    @Override
    public void inChild() {
      System.exit(0);
    }

    @Override
    public void afterChild() {
      check(perfdata().exists(), "the child has deleted its parent's counters");
    }
  },
  HALTED_THE_COUNTERS_FILE_IS_KEPT_TOO {
    @Override
    public void inChild() {
      Runtime.getRuntime().halt(6);
    }

    @Override
    public int exitCode() {
      return 6;
    }

    @Override
    public void afterChild() {
      check(perfdata().exists(), "the child has deleted its parent's counters");
    }
  },
  OWN_HOOKS_RUN {
    @Override
    public void inChild() throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> post("own hook")));
      Path file = Files.createFile(Mailbox.of(this).path("own file"));
      file.toFile().deleteOnExit();
      System.exit(5);
    }

    @Override
    public int exitCode() {
      return 5;
    }

    @Override
    public void afterChild() throws Exception {
      check(Mailbox.of(this).has("own hook"), "the child's own hook has not run");
      check(!Mailbox.of(this).has("own file"), "the child's own file is not deleted");
    }
  },
  TERMINATED_IT_RUNS_ITS_OWN_HOOKS {
    @Override
    public void inParent() {
      int parent = Posix.getpid();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    if (Posix.getpid() != parent) {
                      post("hook of the parent's");
                    }
                  }));
    }

    @Override
    public void inChild() throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> post("own hook")));
      post("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      Mailbox.of(this).await("ready");
      Native.get().kill(child, Native.SIGTERM);
    }

    @Override
    public int exitCode() {
      return 128 + Native.SIGTERM;
    }

    @Override
    public void afterChild() throws Exception {
      check(Mailbox.of(this).has("own hook"), "the child's own hook has not run");
      check(Mailbox.of(this).all("hook").isEmpty(), "a hook of the parent's ran in the child");
    }
  };

  void post(String name) {
    try {
      Mailbox.of(this).post(name, "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static File perfdata() {
    return new File("/tmp/hsperfdata_" + System.getProperty("user.name") + "/" + Posix.getpid());
  }
}
