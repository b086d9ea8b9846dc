package io.forkpool.core.memory;

import static java.lang.Thread.State.BLOCKED;
import static java.lang.Thread.State.TERMINATED;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The end of a block while something else goes on with it. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockEndTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  /** What another process has open, and what it sends. */
  private FileChannel elsewhere;

  private MemoryHandle handle;

  @BeforeEach
  void makeElsewhere() throws IOException {
    try (SharedMemory memory = SharedMemory.create(1 << 16)) {
      MemoryHandle made = ((MappedMemory) memory).handle();
      elsewhere = FileChannel.open(made.maker().path(), READ, WRITE);
      Set<Integer> descriptors = Place.descriptorsOf(made.link());
      descriptors.remove(made.maker().descriptor());
      Place place = Place.here(descriptors.iterator().next());
      handle = new MemoryHandle(made.link(), made.bytes(), place, place);
    }
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try {
      Set<Integer> open = Set.of(handle.maker().descriptor());
      assertEquals(open, Place.descriptorsOf(handle.link()), "descriptors");
      if (Arenas.AVAILABLE) {
        await().atMost(PROMPT).until(() -> mappings() == 0);
      }
    } finally {
      elsewhere.close();
    }
  }

  private long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(handle.link())).count();
    }
  }

  private Block mapped() {
    return Blocks.entries().stream()
        .filter(entry -> entry.file().link().equals(handle.link()))
        .map(BlockEntry::get)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBlockThatArrivesAgainBetweenTheTwoStepsOfAnEndIsAnotherOne() throws IOException {
    Blocks.use(handle, null);
    Block first = mapped();
    assertTrue(first.release());
    MappedMemory again = Blocks.use(handle, null);
    Blocks.end(first);
    Set<Integer> both = Set.of(handle.maker().descriptor(), mapped().file().descriptor());
    assertEquals(both, Place.descriptorsOf(handle.link()));
    again.buffer().put(0, (byte) 1);
    again.close();
  }

  /**
   * Who opens a file knows its descriptor by its being new: its number must not be an old one's.
   */
  @Test
  void noDescriptorIsClosedWhileAnotherThreadOpensTheFile() throws Exception {
    MappedMemory memory = Blocks.use(handle, null);
    int descriptor = mapped().file().descriptor();
    Thread closing = new Thread(memory::close);
    synchronized (Blocks.guard()) {
      closing.start();
      await().atMost(PROMPT).until(() -> Set.of(BLOCKED, TERMINATED).contains(closing.getState()));
      assertTrue(Place.here(descriptor).holds(handle.link()));
    }
    closing.join();
  }

  @Test
  @EnabledForJreRange(minVersion = 22)
  void whatASystemCallUsesIsUnmappedWhenThatIsOver(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    MappedMemory memory = Blocks.use(handle, null);
    try (FileChannel channel = FileChannel.open(pipe, READ, WRITE);
        FileChannel writing = FileChannel.open(pipe, WRITE)) {
      Thread reader = new Thread(() -> read(channel, memory.buffer()));
      reader.start();
      await().atMost(PROMPT).until(() -> isInRead(reader));
      memory.close();
      assertEquals(1, mappings(), "the system may still write to it");
      writing.write(ByteBuffer.wrap(new byte[1]));
      reader.join();
    }
  }

  private static void read(FileChannel channel, ByteBuffer target) {
    try {
      channel.read(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isInRead(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getMethodName().contains("read");
  }
}
