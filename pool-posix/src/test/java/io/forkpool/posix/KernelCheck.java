package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the kernel drops at clone, and a thread of the child must have again. */
enum KernelCheck implements ChildCheck {
  FORKER_HAS_ITS_ROBUST_LIST {
    private long before;

    @Override
    public void beforeFork() {
      before = SystemCalls.robustList(0);
      check(before != 0, "the parent has none");
    }

    @Override
    public void inChild() {
      check(SystemCalls.robustList(0) == before, "robust list " + SystemCalls.robustList(0));
    }
  },
  FORKERS_ID_IS_WRITTEN_AND_CLEARED {
    private long before;

    @Override
    public void beforeFork() {
      before = SystemCalls.clearTidAddress();
    }

    @Override
    public void inChild() {
      check(SystemCalls.clearTidAddress() == before, "cleared elsewhere");
      checkId();
    }
  },
  FORKER_BLOCKS_THE_SAME_SIGNALS {
    private String before;

    @Override
    public void beforeFork() throws Exception {
      before = blocked();
    }

    @Override
    public void inChild() throws Exception {
      check(blocked().equals(before), "blocked: " + blocked() + ", in the parent: " + before);
    }

    private String blocked() throws Exception {
      return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
          .filter(line -> line.startsWith("SigBlk:"))
          .findFirst()
          .orElseThrow();
    }
  },
  VM_THREADS_HAVE_THEIR_NAMES {
    private final List<String> expected = new ArrayList<>();

    @Override
    public void inParent() throws Exception {
      for (String name : OsThreads.names()) {
        if (name.matches(VM_THREADS)) {
          expected.add(name);
        }
      }
      check(expected.size() > 5, "there are only " + expected);
    }

    @Override
    public void inChild() throws Exception {
      // They come back on their own time.
      Wait.until(
          "not all of " + expected + " are in " + OsThreads.names(),
          () -> OsThreads.names().containsAll(expected));
    }
  },
  VM_THREADS_HAVE_THEIR_ROBUST_LISTS {
    @Override
    public void inChild() throws Exception {
      Wait.until(
          "there are threads without a robust list",
          () ->
              OsThreads.byId().entrySet().stream()
                  .filter(thread -> thread.getValue().matches(VM_THREADS))
                  .allMatch(thread -> SystemCalls.robustList(thread.getKey()) != 0));
    }
  },
  VM_THREADS_HAVE_THEIR_IDS {
    @Override
    public void inChild() throws Exception {
      onTheFinalizer(KernelCheck::checkId);
    }
  },
  VM_THREADS_HAVE_THEIR_RSEQ_AREA {
    @Override
    public void inChild() throws Exception {
      onTheFinalizer(this::moveAround);
    }
  },
  FORKER_HAS_ITS_RSEQ_AREA {
    @Override
    public void inChild() throws Exception {
      moveAround();
    }
  };

  private static final int MOST_PROCESSORS = 1024;

  private static final String VM_THREADS =
      "(VM |GC |G1 |Shenandoah |C1 |C2 |Signal Dis|Reference H|Finalizer|Common-Cl|Service Th|Monitor De).*";

  /** At the address is glibc's copy of the thread's id. */
  static void checkId() {
    long address = SystemCalls.clearTidAddress();
    check(address != 0, "nobody hears of this thread's end");
    if (address > 0) { // else this kernel does not tell
      check(SystemCalls.intAt(address) == SystemCalls.gettid(), "glibc has another thread id");
    }
  }

  /** The kernel writes into a thread's area where it runs; without it glibc would tell old news. */
  void moveAround() throws Exception {
    int visited = 0;
    for (int i = 0; visited < Runtime.getRuntime().availableProcessors(); i++) {
      if (moveTo(i)) {
        visited++;
        int told = SystemCalls.processor();
        check(told == i, "on processor " + i + " glibc tells " + told);
      }
    }
  }

  /** Whether this process may run there: its processors need not be the first ones. */
  private static boolean moveTo(int processor) throws PosixException {
    try {
      Native.get().setAffinity(0, CpuMask.of(new TreeSet<>(Set.of(processor))));
      return true;
    } catch (PosixException e) {
      if (processor > MOST_PROCESSORS) {
        throw e;
      }
      return false;
    }
  }

  /** Runs something on a thread that has come back. */
  static void onTheFinalizer(ThrowingRunnable look) throws Exception {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    Finalized.leave(look, seen);
    Wait.until(
        "nothing is finalized",
        () -> {
          System.gc();
          return seen.isDone();
        });
    seen.get(1, TimeUnit.SECONDS);
  }

  interface ThrowingRunnable {
    void run() throws Exception;
  }

  private static final class Finalized {
    private final ThrowingRunnable look;
    private final CompletableFuture<Void> seen;

    private Finalized(ThrowingRunnable look, CompletableFuture<Void> seen) {
      this.look = look;
      this.seen = seen;
    }

    static void leave(ThrowingRunnable look, CompletableFuture<Void> seen) {
      new Finalized(look, seen);
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"})
    protected void finalize() {
      try {
        check(Thread.currentThread().getName().equals("Finalizer"), "on another thread");
        look.run();
        seen.complete(null);
      } catch (Exception | AssertionError e) {
        seen.completeExceptionally(e);
      }
    }
  }
}
