package io.forkpool.core.supervise;

import io.forkpool.WorkerDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks workers for their stacks, all at once, and waits for the answers no longer than it is told
 * to: a worker that is stopped or cannot answer costs its own answer only. Thread-safe.
 */
final class StackDumps {
  /** A channel that is closed by another thread does not wake a selector. */
  private static final long LOOK_MILLIS = 100;

  private final ReentrantLock lock = new ReentrantLock();

  List<WorkerDump> of(List<Lifeline> workers, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      String busy = "no stacks: another thread asks for them, for longer than the time limit";
      return workers.stream().map(worker -> new WorkerDump(worker.pid(), false, busy)).toList();
    }
    try (Selector selector = Selector.open()) {
      workers.forEach(worker -> worker.ask(selector));
      while (workers.stream().anyMatch(worker -> worker.dump() == null)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          workers.forEach(worker -> worker.fail(whyLate(worker.pid(), nanos)));
          break;
        }
        await(selector, workers, left);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("this process cannot wait for the workers' answers", e);
    } finally {
      lock.unlock();
    }
    return workers.stream().map(Lifeline::dump).toList();
  }

  private static void await(Selector selector, List<Lifeline> workers, long nanos)
      throws IOException, InterruptedException {
    selector.select(Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos))));
    if (Thread.interrupted()) {
      throw new InterruptedException("while waiting for the workers' stacks");
    }
    for (SelectionKey key : selector.selectedKeys()) {
      ((Lifeline) key.attachment()).read();
    }
    selector.selectedKeys().clear();
    for (Lifeline worker : workers) {
      if (!worker.isOpen()) {
        worker.fail("it has ended");
      }
    }
  }

  /** The state that the kernel tells, where it does (proc(5)): a stopped process cannot answer. */
  private static String whyLate(long pid, long nanos) {
    String late = "it has not answered within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
        case 'T' -> late + ": a signal has stopped it; `kill -CONT " + pid + "` lets it go on";
        case 't' -> late + ": a debugger has stopped it";
        case 'D' -> late + ": the kernel has it wait for a device";
        default -> late;
      };
    } catch (IOException | RuntimeException e) {
      return late;
    }
  }
}
