package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How much memory this JVM has, by what it is told. */
class ProcessMemoryTest {
  private static final int SIZE = 64 << 20;

  @Test
  void nativeMemoryIsSeenOnLinux() {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/smaps_rollup")));
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    long resident = memory.resident();
    long own = memory.own();
    ByteBuffer block = ByteBuffer.allocateDirect(SIZE); // it is zeroed, so its pages are there
    assertGrown(resident, memory.resident());
    assertGrown(own, memory.own());
    block.put(0, (byte) 1);
  }

  private static void assertGrown(long before, long after) {
    assertTrue(after - before > SIZE / 2, before + " then " + after);
    assertTrue(after - before < 4L * SIZE, before + " then " + after);
  }

  @Test
  void theHeapIsSeenElsewhere() {
    ProcessMemory memory = new ProcessMemory.HeapOnly();
    byte[] block = new byte[SIZE];
    assertTrue(memory.heapUsed() >= block.length);
    assertTrue(memory.heapSize() >= memory.heapUsed());
    // A collection that ends in between may change it.
    await().pollInSameThread().until(() -> memory.own() == memory.heapSize());
  }
}
