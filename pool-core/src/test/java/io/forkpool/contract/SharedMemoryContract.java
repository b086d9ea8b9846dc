package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.ResourceClosedException;
import io.forkpool.SharedByteArray;
import io.forkpool.SharedDouble;
import io.forkpool.SharedDoubleArray;
import io.forkpool.SharedIntArray;
import io.forkpool.SharedLong;
import io.forkpool.SharedLongArray;
import io.forkpool.SharedMemory;
import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory that a program and its workers have in common. */
public abstract class SharedMemoryContract extends ContractBase {
  private static final int BYTES = 2 << 20;
  private static final int ADDS = 20_000;

  /** What an initializer keeps, in its worker. */
  private static SharedLongArray kept;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void onLinux() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "shared memory needs Linux");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.add(resource);
    return resource;
  }

  /** A name that no other test has, also not one of another build. */
  private String uniqueName() {
    return "test-" + Tasks.pid() + "-" + startMethod() + "-" + System.nanoTime();
  }

  /** The files of blocks that a process has mapped, by their random names. */
  private static Set<String> blocksOf(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return lines
          .filter(line -> line.contains("/block-"))
          .map(line -> line.replaceAll(".*/(block-[0-9a-f]+).*", "$1"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException e) {
      return Set.of(); // it has ended
    }
  }

  /** Which processes keep the memory of a block from being freed: have it mapped, or open. */
  private static Set<Long> holders(String block) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .filter(pid -> blocksOf(pid).contains(block) || hasOpen(pid, block))
          .collect(Collectors.toSet());
    }
  }

  private static boolean hasOpen(long pid, String block) {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.anyMatch(each -> linkOf(each).contains(block));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static String linkOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** The one block that came to this process since. */
  private static String newBlock(Set<String> before) {
    Set<String> now = new TreeSet<>(blocksOf(Tasks.pid()));
    now.removeAll(before);
    assertEquals(1, now.size(), "new blocks");
    return now.iterator().next();
  }

  private static void awaitFree(String block) {
    await("nobody holds " + block)
        .atMost(PROMPT)
        .until(
            () -> {
              System.gc(); // before Java 22 only the collector unmaps
              return holders(block).isEmpty();
            });
  }

  // ---- what is shared ----

  @Test
  void writesAreSeenBothWays() {
    SharedMemory memory = closing(SharedMemory.create(BYTES));
    Pool pool = pool(1);
    memory.buffer().putInt(0, 17);
    int seen =
        pool.apply(
            () -> {
              int first = memory.buffer().getInt(0);
              memory.buffer().putInt(BYTES - 4, 18);
              return first;
            });
    assertEquals(17, seen);
    assertEquals(18, memory.buffer().getInt(BYTES - 4));
    memory.buffer().putInt(0, 19);
    assertEquals(19, pool.apply(() -> memory.buffer().getInt(0)));
  }

  @Test
  void whatAWorkerMakesIsReadHere() {
    Pool pool = pool(1);
    SharedIntArray array =
        closing(
            pool.apply(
                () -> {
                  SharedIntArray made = SharedIntArray.create(1000);
                  for (int i = 0; i < 1000; i++) {
                    made.set(i, i * i);
                  }
                  kept = made.memory().asLongArray(); // or the collector may take it
                  return made;
                }));
    assertEquals(999 * 999, array.get(999));
    assertEquals(1000, array.length());
  }

  @Test
  void whatAContextMakesIsSharedToo() {
    Context context = Context.of(startMethod());
    SharedByteArray image = closing(context.sharedByteArray(1000));
    SharedIntArray ints = closing(context.sharedIntArray(3));
    SharedLongArray longs = closing(context.sharedLongArray(3));
    SharedDoubleArray doubles = closing(context.sharedDoubleArray(3));
    SharedLong count = closing(context.sharedLong(7));
    SharedDouble total = closing(context.sharedDouble(0.5));
    SharedMemory memory = closing(context.sharedMemory(8));
    SharedMemory named = closing(context.sharedMemory(uniqueName(), 8));
    pool(2)
        .map(
            rows -> {
              rows.write(0, new byte[] {1, -2}, 0, 2);
              return count.addAndGet(rows.length());
            },
            image.slices(4));
    assertEquals(1007, count.get());
    assertEquals(4 * (1 - 2), image.stream().sum());
    assertEquals(-2, image.get(751));
    assertEquals(3, ints.length());
    assertEquals(24, longs.memory().bytes());
    assertEquals(3, doubles.length());
    assertEquals(0.5, total.get());
    assertEquals(8, memory.bytes());
    assertTrue(named.name().isPresent());
  }

  @Test
  void atomicAddsOfFourWorkersSumUp() {
    SharedLong total = closing(SharedLong.create(5));
    SharedDouble real = closing(SharedDouble.create(0.5));
    SharedIntArray counts = closing(SharedIntArray.create(3));
    Pool pool = pool(4);
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int worker = 0; worker < 4; worker++) {
      all.add(
          pool.applyAsync(
              () -> {
                for (int i = 0; i < ADDS; i++) {
                  total.getAndAdd(1);
                  real.addAndGet(0.25);
                  counts.getAndAdd(1, 2);
                  int old;
                  do {
                    old = counts.getVolatile(2);
                  } while (!counts.compareAndSet(2, old, old + 3));
                }
                return 0;
              }));
    }
    all.forEach(ContractBase::get);
    assertEquals(5 + 4 * ADDS, total.get());
    assertEquals(0.5 + ADDS, real.get());
    assertEquals(0, counts.get(0));
    assertEquals(2 * 4 * ADDS, counts.get(1));
    assertEquals(3 * 4 * ADDS, counts.get(2));
  }

  @Test
  void mapOverSlicesMapsTheBlockOnceInEachWorker() {
    int length = 300_001;
    SharedDoubleArray array = closing(SharedDoubleArray.create(length));
    for (int i = 0; i < length; i++) {
      array.set(i, i);
    }
    List<double[]> sumsAndMappings =
        pool(2)
            .map(
                slice -> {
                  double sum = slice.stream().sum();
                  try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                    List<String> blocks =
                        lines
                            .filter(line -> line.contains("/block-"))
                            .map(line -> line.substring(line.indexOf("/block-")))
                            .toList(); // of earlier tests, too, where this process is a copy
                    return new double[] {sum, blocks.size() - Set.copyOf(blocks).size()};
                  }
                },
                array.slices(50));
    double sum = sumsAndMappings.stream().mapToDouble(each -> each[0]).sum();
    assertEquals(LongStream.range(0, length).sum(), sum);
    sumsAndMappings.forEach(each -> assertEquals(0, each[1], "further mappings of a block"));
  }

  @Test
  void anInitializerMayKeepAnArrayForItsWorker() {
    SharedLongArray array = closing(SharedLongArray.create(10));
    array.set(7, 70);
    Pool pool = open(builder(1).initializer(() -> kept = array));
    assertEquals(70, pool.apply(() -> kept.get(7)));
    pool.apply(
        () -> {
          System.gc();
          kept.set(8, 80);
          return 0;
        });
    assertEquals(80, array.get(8));
  }

  @Test
  void aWorkerThatClosesItsOwnLeavesThatOfOthers() {
    SharedLongArray array = closing(SharedLongArray.create(64));
    Pool pool = pool(1);
    List<Long> got =
        pool.map(
            slice -> {
              try (slice) {
                slice.set(0, 1);
              }
              assertThrows(ResourceClosedException.class, () -> slice.get(0));
              return slice.length();
            },
            array.slices(4));
    assertEquals(List.of(16L, 16L, 16L, 16L), got);
    assertEquals(1, array.get(48));
  }

  /** Those of the one block, in KiB, that this process has found. */
  private static long foundPages() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
      List<String> all = lines.dropWhile(line -> !line.contains("/block-")).toList();
      String found = all.stream().filter(line -> line.startsWith("Rss:")).findFirst().orElse("0");
      return Long.parseLong(found.replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCollectionBetweenTasksLosesNoPages() {
    SharedLongArray array = closing(SharedLongArray.create(BYTES / 8));
    Pool pool = pool(1);
    assertEquals(0, pool.<SharedLongArray, Long>apply(a -> a.stream().sum(), array).longValue());
    for (int i = 0; i < 3; i++) {
      pool.apply(
          () -> {
            System.gc();
            return 0;
          });
    }
    long found = pool.<SharedLongArray, Long>apply(a -> foundPages(), array);
    assertEquals(BYTES / 1024, found, "KiB");
  }

  // ---- who frees it ----

  @Test
  void whenAllHaveClosedItNobodyHoldsIt() {
    Set<String> before = blocksOf(Tasks.pid());
    SharedMemory memory = SharedMemory.create(BYTES);
    String block = newBlock(before);
    Pool pool = pool(2);
    pool.map(n -> memory.buffer().get(n), range(10), 1);
    assertTrue(Files.notExists(Path.of("/dev/shm", block)));
    memory.close();
    if (contract().copiesParent()) {
      pool.terminate(); // a copy uses what the process had open
    }
    awaitFree(block); // also in workers that are idle
  }

  @Test
  void aKilledUserTakesNothingWithIt() throws Exception {
    Set<String> before = blocksOf(Tasks.pid());
    SharedMemory memory = SharedMemory.create(BYTES);
    String block = newBlock(before);
    Pool pool = pool(1);
    long pid =
        pool.apply(
            () -> {
              memory.buffer().put(3, (byte) 33);
              return Tasks.pid();
            });
    assertEquals(Set.of(Tasks.pid(), pid), holders(block));
    Signals.send("KILL", pid);
    await().atMost(PROMPT).until(() -> !holders(block).contains(pid));
    assertEquals(33, memory.buffer().get(3));
    assertEquals(33, get(pool.applyAsync(() -> memory.buffer().get(3))).intValue());
    memory.close();
    pool.terminate();
    awaitFree(block);
  }

  /** In a JVM of its own. */
  static void share(Pool pool, Gate gate) {
    try {
      String name = Files.readString(Path.of(gate.directory(), "name"));
      SharedMemory memory = SharedMemory.create(name, BYTES);
      SharedLongArray array = memory.asLongArray();
      pool.apply(
          () -> {
            kept = array;
            kept.set(0, 42);
            return 0;
          });
      gate.mark("ready");
      Tasks.sleepForEver();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aKilledMakerLeavesItToWhoHasItAndItsNameToWhoTakesIt() throws Exception {
    String name = uniqueName();
    Files.writeString(directory.resolve("name"), name);
    Set<String> before = blocksOf(Tasks.pid());
    PoolProgram maker = program("sharing");
    gate().awaitMark("ready");
    SharedMemoryException taken =
        assertThrows(SharedMemoryException.class, () -> SharedMemory.create(name, 10));
    assertEquals(Reason.NAME_TAKEN, taken.reason());
    assertTrue(taken.getMessage().contains(Long.toString(maker.process().pid())));

    SharedMemory memory = SharedMemory.open(name);
    String block = newBlock(before);
    maker.process().destroyForcibly().waitFor();
    await("its worker ends").atMost(PROMPT).until(() -> maker.processes().isEmpty());

    SharedLongArray array = memory.asLongArray();
    assertEquals(42, array.get(0));
    array.set(1, 43);
    Pool pool = pool(1);
    assertEquals(85, pool.apply(() -> array.get(0) + array.get(1)).intValue());

    SharedMemoryException stale =
        assertThrows(SharedMemoryException.class, () -> SharedMemory.open(name));
    assertEquals(Reason.NAME_UNKNOWN, stale.reason());
    SharedMemory next = closing(SharedMemory.create(name, 100));
    assertEquals(100, closing(SharedMemory.open(name)).bytes());
    assertEquals(0, next.asLongArray().get(0));

    memory.close();
    pool.terminate();
    awaitFree(block);
  }

  @Test
  void aKilledMakersMemoryIsFreedWhenNobodyElseHasIt() throws Exception {
    String name = uniqueName();
    Files.writeString(directory.resolve("name"), name);
    PoolProgram maker = program("sharing");
    gate().awaitMark("ready");
    String block = blocksOf(maker.process().pid()).iterator().next();
    assertEquals(2, holders(block).size(), "the program and its worker");
    maker.process().destroyForcibly().waitFor();
    await("nobody holds it").atMost(PROMPT).until(() -> holders(block).isEmpty());
  }

  // ---- bad use ----

  @Test
  void aHandleThatComesTooLateFailsItsTask() {
    Pool pool = pool(1);
    Gate gate = gate();
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "first");
    gate.awaitMark("begun-first");
    SharedLongArray array = SharedLongArray.create(10); // so a copy of this process has not got it
    CompletableFuture<Long> late = pool.applyAsync(a -> a.get(0), array);
    array.close();
    gate.mark("go-first");
    TaskSerializationException tooLate = failure(TaskSerializationException.class, late);
    assertTrue(
        tooLate.getMessage().contains("is closed in process " + Tasks.pid()), tooLate.getMessage());
    TaskSerializationException closed =
        assertThrows(TaskSerializationException.class, () -> pool.apply(a -> a.get(0), array));
    assertInstanceOf(ResourceClosedException.class, closed.getCause());
    assertEquals(9, pool.apply(Tasks::square, 3).intValue());
  }

  @Test
  void moreThanThereIsIsRefusedInAWorkerToo() {
    Throwable e =
        failure(TaskFailedException.class, pool(1).applyAsync(() -> SharedMemory.create(1L << 50)))
            .getCause();
    assertEquals(Reason.NO_ROOM, assertInstanceOf(SharedMemoryException.class, e).reason());
  }
}
