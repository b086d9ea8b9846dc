package io.forkpool.contract;

import io.forkpool.Pool;
import io.forkpool.SerializableFunction;
import io.forkpool.StartMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The small functions that tests run in workers. */
final class Tasks {
  /** How often the initializer ran in this process. */
  private static final AtomicInteger INITIALIZED = new AtomicInteger();

  private Tasks() {}

  static int square(int x) {
    return x * x;
  }

  /** Waits for the gate to be open, and says nothing. */
  static int squareBehind(Gate gate, String name, int x) throws InterruptedException {
    gate.pass(name);
    return square(x);
  }

  /** Takes the longer, the smaller the argument: results come in about the opposite order. */
  static int squareBackwards(int x) throws InterruptedException {
    Thread.sleep(Math.max(0, 20 - x));
    return x * x;
  }

  static <T> T same(T value) {
    return value;
  }

  static int length(byte[] bytes) {
    return bytes.length;
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    bytes[length - 1] = 7;
    return bytes;
  }

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static long pidFor(Object ignored) {
    return pid();
  }

  static long pidAfter(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return pid();
  }

  static int fail(int x) {
    throw new IllegalArgumentException("refused: " + x);
  }

  static int failFrom(int limit, int x) {
    return x < limit ? square(x) : fail(x);
  }

  static void initialize() {
    INITIALIZED.incrementAndGet();
  }

  static int initializations() {
    return INITIALIZED.get();
  }

  static Object befall(Mishap mishap) throws Exception {
    mishap.happen();
    return "survived";
  }

  static void sleepForEver() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException goOn) {
        Thread.onSpinWait();
      }
    }
  }

  static int spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  static int throwInterruption() throws InterruptedException {
    throw new InterruptedException("nobody interrupted");
  }

  static boolean interruptItself() {
    Thread.currentThread().interrupt();
    return true;
  }

  static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  static int overflowStack(int depth) {
    return overflowStack(depth + 1) + 1;
  }

  /** Needs a worker with little memory. */
  static int exhaustHeap() {
    List<long[]> heap = new ArrayList<>();
    while (true) {
      heap.add(new long[1 << 16]);
    }
  }

  private static final List<byte[]> KEPT = new ArrayList<>();

  /** Keeps so many megabytes for as long as the process lives. */
  static long keep(int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      KEPT.add(new byte[1 << 20]);
    }
    return pid();
  }

  /** Has so many megabytes at once, and keeps nothing. */
  static long litter(int megabytes) {
    List<byte[]> heap = new ArrayList<>();
    for (int i = 0; i < megabytes; i++) {
      heap.add(new byte[1 << 20]);
    }
    return heap.size() == megabytes ? pid() : 0;
  }

  /** Is more than any JVM gives at once. */
  static int exceedArrayLimit() {
    return new byte[Integer.MAX_VALUE].length;
  }

  /** Kills its worker the first time; then waits to be let go. */
  static String dieOnceThenWait(Gate gate, String name) throws InterruptedException {
    if (!gate.isMarked("died-" + name)) {
      gate.mark("died-" + name);
      Runtime.getRuntime().halt(3);
    }
    return waitAt(gate, name);
  }

  /** Says that it has begun and who it is, then waits to be let go. */
  static String waitAt(Gate gate, String name) throws InterruptedException {
    gate.mark("pid-" + pid());
    gate.mark("begun-" + name);
    gate.pass("go-" + name);
    return name;
  }

  /** Opens a pool in the worker that runs this, in a worker of that another one, and so on. */
  static int nest(String startMethod, int levels) {
    if (levels == 0) {
      return 0;
    }
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.of(startMethod)).build()) {
      int below = pool.apply(level -> nest(startMethod, level), levels - 1);
      return below + 1;
    }
  }

  /** Counts its own calls in its own copy. */
  static final class Counting implements SerializableFunction<Integer, Integer> {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public Integer apply(Integer ignored) {
      return ++calls;
    }
  }
}
