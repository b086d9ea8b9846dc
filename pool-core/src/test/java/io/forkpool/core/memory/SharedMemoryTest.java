package io.forkpool.core.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.OwnerLostException;
import io.forkpool.PoolException;
import io.forkpool.ResourceClosedException;
import io.forkpool.SharedLongArray;
import io.forkpool.SharedMemory;
import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SharedMemoryTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  private static String uniqueName() {
    return "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  }

  private static byte[] bytesOf(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  @Test
  void aNewBlockIsZeroAndHasNoFile() throws IOException {
    try (SharedMemory memory = SharedMemory.create(5_000)) {
      assertEquals(5_000, memory.buffer().capacity());
      assertEquals(0, memory.buffer().getLong(4_992));
      MemoryHandle handle = ((MappedMemory) memory).handle();
      assertTrue(handle.maker().holds(handle.link()));
      assertEquals(Set.of(handle.maker().descriptor()), Place.descriptorsOf(handle.link()));
      assertTrue(Files.notExists(Path.of(handle.link().replace(" (deleted)", ""))));
      // Other programs of this user make blocks there, too, and have a file for a moment.
      await("no file is left").atMost(PROMPT).until(() -> blockFiles().isEmpty());
    }
  }

  private static Set<Path> blockFiles() throws IOException {
    try (var files = Files.list(MemoryDirectory.get())) {
      return Set.copyOf(
          files.filter(each -> each.getFileName().toString().startsWith("block-")).toList());
    }
  }

  /** tmpfs has its pages at once: a later access can find none missing. */
  @Test
  void allMemoryIsTakenWhenItIsMade() throws IOException {
    try (SharedMemory memory = SharedMemory.create(1 << 20)) {
      Path file = ((MappedMemory) memory).handle().maker().path();
      Process stat =
          new ProcessBuilder("stat", "-L", "-c", "%b", file.toString())
              .redirectErrorStream(true)
              .start();
      assertEquals("2048", new String(stat.getInputStream().readAllBytes()).strip(), "of 512");
    }
  }

  @Test
  void aHandleGivesAUseOfItsOwnOfTheSameMapping() throws Exception {
    try (SharedMemory memory = SharedMemory.create(100)) {
      SharedMemory other = (SharedMemory) read(bytesOf(memory));
      assertSame(
          ((MappedMemory) memory).part(0),
          ((MappedMemory) other).part(0),
          "one mapping in a process");
      other.close();
      assertTrue(other.isClosed());
      assertThrows(ResourceClosedException.class, other::buffer);
      memory.buffer().put(0, (byte) 1);
    }
  }

  @Test
  void theLastUseOfAProcessEndsTheMapping() throws Exception {
    SharedMemory memory = SharedMemory.create(100);
    MemoryHandle handle = ((MappedMemory) memory).handle();
    SharedMemory other = (SharedMemory) read(bytesOf(memory));
    memory.close();
    assertTrue(handle.maker().holds(handle.link()));
    other.close();
    assertFalse(handle.maker().holds(handle.link()));
    assertEquals(Set.of(), Place.descriptorsOf(handle.link()));
  }

  @Test
  void whatIsDroppedEndsToo() throws Exception {
    MemoryHandle handle = dropped();
    await()
        .atMost(PROMPT)
        .until(
            () -> {
              System.gc();
              return Place.descriptorsOf(handle.link()).isEmpty()
                  && Files.lines(Path.of("/proc/self/maps"))
                      .noneMatch(line -> line.contains(handle.link()));
            });
  }

  private static MemoryHandle dropped() {
    return ((MappedMemory) SharedMemory.create(100)).handle();
  }

  /** The numbers fit, and the file is there, but it is another one. */
  @Test
  void aDescriptorInItsSecondLifeIsNotOpened() throws Exception {
    // Another thread may be given the number.
    await("the same number again").atMost(PROMPT).until(SharedMemoryTest::secondLifeIsRefused);
  }

  private static boolean secondLifeIsRefused() throws Exception {
    byte[] handle;
    Place first;
    try (SharedMemory memory = SharedMemory.create(100)) {
      handle = bytesOf(memory);
      first = ((MappedMemory) memory).handle().maker();
    }
    try (SharedMemory next = SharedMemory.create(100)) {
      assertThrows(ResourceClosedException.class, () -> read(handle));
      return first.equals(((MappedMemory) next).handle().maker());
    }
  }

  @Test
  void theSenderIsAskedWhenTheMakerIsGone() throws Exception {
    try (SharedMemory memory = SharedMemory.create(100)) {
      MemoryHandle good = ((MappedMemory) memory).handle();
      Process ended = new ProcessBuilder("true").start();
      ended.waitFor();
      Place gone = new Place(ended.pid(), 3);
      assertTrue(gone.hasEnded());
      assertEquals(good.link(), openAnew(new MemoryHandle(good.link(), 100, gone, good.maker())));
      assertThrows(
          OwnerLostException.class, () -> openAnew(new MemoryHandle(good.link(), 100, gone, gone)));
    }
  }

  private static String openAnew(MemoryHandle handle) throws IOException {
    BlockFile file = BlockFile.open(handle);
    assertTrue(Place.here(file.descriptor()).holds(handle.link()));
    file.channel().close();
    return file.link();
  }

  @Test
  void namesAreOpenedTakenAndGivenBack() {
    String name = uniqueName();
    SharedMemory memory = SharedMemory.create(name, 100);
    assertEquals(name, memory.name().orElseThrow());
    try (SharedMemory opened = SharedMemory.open(name)) {
      memory.buffer().put(99, (byte) 9);
      assertEquals(9, opened.buffer().get(99));
      assertEquals(Reason.NAME_TAKEN, reasonOf(() -> SharedMemory.create(name, 100)));
    }
    memory.close();
    assertTrue(Files.notExists(MemoryDirectory.get().resolve("name-" + name)));
    assertEquals(Reason.NAME_UNKNOWN, reasonOf(() -> SharedMemory.open(name)));
    SharedMemory.create(name, 100).close();
  }

  @Test
  void anInterruptedThreadGivesItsNameBackToo() {
    String name = uniqueName();
    SharedMemory memory = SharedMemory.create(name, 100);
    Thread.currentThread().interrupt();
    memory.close();
    assertTrue(Thread.interrupted(), "kept");
    assertTrue(Files.notExists(MemoryDirectory.get().resolve("name-" + name)));
  }

  private static Reason reasonOf(Runnable action) {
    return assertThrows(SharedMemoryException.class, action::run).reason();
  }

  @Test
  void aNameThatWasLeftBehindIsSweptByTheNextOne() throws Exception {
    Path stale = MemoryDirectory.get().resolve("name-" + uniqueName());
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(stale, "/dev/shm/x/block-0 (deleted)\n100\n" + ended.pid() + "\n3");
    Path nonsense = Files.writeString(stale.resolveSibling(stale.getFileName() + "x"), "nonsense");
    Path leftover = Files.createFile(MemoryDirectory.get().resolve("block-" + System.nanoTime()));
    SharedMemory.create(uniqueName(), 10).close();
    assertTrue(Files.notExists(stale));
    assertTrue(Files.notExists(nonsense));
    assertTrue(Files.notExists(leftover));
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (String name : List.of("", "/", "a/b", "..", ".a", "a b", "ä", "a\n", "a".repeat(101))) {
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, 10), name);
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.open(name), name);
    }
    assertThrows(NullPointerException.class, () -> SharedMemory.open(null));
  }

  @Test
  void moreThanThereIsIsRefusedAtOnce() {
    for (long bytes : new long[] {1L << 50, Long.MAX_VALUE}) {
      assertEquals(Reason.NO_ROOM, reasonOf(() -> SharedMemory.create(bytes)));
    }
    assertEquals(Reason.NO_ROOM, reasonOf(() -> SharedLongArray.create(Long.MAX_VALUE)));
  }

  @Test
  void anInterruptIsToldAndKept() {
    Thread.currentThread().interrupt();
    PoolException e = assertThrows(PoolException.class, () -> SharedMemory.create(1 << 20));
    assertTrue(Thread.interrupted());
    assertInstanceOf(InterruptedException.class, e.getCause());
  }

  /** What a user holds on to must not take the JVM with it. */
  @Test
  void aBufferThatOutlivesItsMemoryIsHarmless() {
    SharedMemory memory = SharedMemory.create(1 << 16);
    ByteBuffer buffer = memory.buffer();
    memory.close();
    if (Arenas.AVAILABLE) {
      assertThrows(IllegalStateException.class, () -> buffer.get(0));
    } else {
      assertEquals(0, buffer.get(0));
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_21)
  void withoutSegmentsThatIsSaid() {
    try (SharedMemory memory = SharedMemory.create(10)) {
      assertThrows(UnsupportedOperationException.class, () -> memory.segment(Object.class));
    }
  }

  @Test
  @EnabledForJreRange(minVersion = 22)
  void aSegmentShowsAll() throws Exception {
    Class<?> type = Class.forName("java.lang.foreign.MemorySegment");
    try (SharedMemory memory = SharedMemory.create(10)) {
      memory.buffer().put(9, (byte) 9);
      Object segment = memory.segment(type);
      ByteBuffer buffer = (ByteBuffer) type.getMethod("asByteBuffer").invoke(segment);
      assertEquals(9, buffer.get(9));
      assertEquals(10L, type.getMethod("byteSize").invoke(segment));
      assertThrows(IllegalArgumentException.class, () -> memory.segment(String.class));
    }
  }
}
