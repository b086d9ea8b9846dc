package io.forkpool.core.memory;

import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The blocks that this process has mapped. Each is mapped once, however many handles of it arrive:
 * its page tables are filled once, and it needs one descriptor.
 */
final class Blocks {
  /** How long the collector has to unmap what nobody uses, if a new block needs the room. */
  private static final int COLLECT_ATTEMPTS = 20;

  private static final long COLLECT_MILLIS = 50;

  private static final ConcurrentMap<String, BlockEntry> MAPPED = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Block> DROPPED = new ReferenceQueue<>();

  /** Are to be unmapped as soon as the system call that uses them has returned. */
  private static final Queue<BlockEntry> BUSY = new ConcurrentLinkedQueue<>();

  private static final AtomicReference<Guard> GUARD = new AtomicReference<>(new Guard(0));

  private Blocks() {}

  /**
   * Who opens files, one thread at a time. A copy of this process has its own: the thread that held
   * the one it inherited is not in it.
   */
  private record Guard(long pid) {}

  static Object guard() {
    long pid = ThisProcess.pid();
    return GUARD.updateAndGet(guard -> guard.pid() == pid ? guard : new Guard(pid));
  }

  /** All that can be used. */
  static Collection<BlockEntry> entries() {
    return MAPPED.values();
  }

  /** Whether nothing is mapped. */
  static boolean isEmpty() {
    return MAPPED.isEmpty() && BUSY.isEmpty();
  }

  static MappedMemory make(String name, long bytes) {
    endDropped();
    Path directory = MemoryDirectory.get();
    try {
      return enter(makeFile(bytes, directory), name);
    } catch (ClosedByInterruptException e) {
      throw BlockFile.interrupted(e);
    } catch (IOException e) {
      throw failed("make shared memory in " + directory, e);
    }
  }

  /**
   * What nobody uses may still be mapped, so the collector gets a chance, as for direct buffers.
   */
  private static BlockFile makeFile(long bytes, Path directory) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return BlockFile.make(bytes, directory);
      } catch (SharedMemoryException e) {
        if (e.reason() != Reason.NO_ROOM
            || bytes > Files.getFileStore(directory).getTotalSpace()
            || !waitForCollector(attempt)) {
          throw e;
        }
      }
    }
  }

  private static boolean waitForCollector(int attempt) {
    if (attempt == 0) {
      System.gc();
    }
    try {
      Thread.sleep(COLLECT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    endDropped();
    return attempt < COLLECT_ATTEMPTS;
  }

  /** The block of a handle, mapped if it is not yet. */
  static MappedMemory use(MemoryHandle handle, String name) {
    endDropped();
    synchronized (guard()) {
      MappedMemory found = find(handle.link(), name);
      if (found != null) {
        return found;
      }
      try {
        return enter(BlockFile.open(handle), name);
      } catch (ClosedByInterruptException e) {
        throw BlockFile.interrupted(e);
      } catch (IOException e) {
        throw failed("open shared memory of process " + handle.maker().pid(), e);
      }
    }
  }

  private static MappedMemory find(String link, String name) {
    BlockEntry entry = MAPPED.get(link);
    Block block = entry == null ? null : entry.get();
    if (block == null || !block.acquire()) {
      return null;
    }
    keep(entry, block);
    return new MappedMemory(block, name);
  }

  /**
   * Between two tasks nobody may use a block, and it would be unmapped whenever the collector runs
   * just then: the next task would have to find all of its pages again.
   */
  private static void keep(BlockEntry entry, Block block) {
    entry.keep(block, ThisProcess.pid());
    ReleaseWatch.begin();
  }

  private static MappedMemory enter(BlockFile file, String name) throws IOException {
    Mapping mapping;
    try {
      mapping = Mapping.of(file.channel(), file.bytes());
    } catch (IOException | RuntimeException | Error e) {
      file.channel().close();
      throw e;
    }
    Block block = new Block(file, mapping, DROPPED);
    MAPPED.put(file.link(), block.entry());
    keep(block.entry(), block);
    return new MappedMemory(block, name);
  }

  /** Ends a block whose last use was closed. Its file may be mapped anew already, by another. */
  static void end(Block block) {
    block.entry().clear();
    end(block.entry());
  }

  /** Ends the blocks that were dropped without being closed. */
  static void endDropped() {
    for (Object entry = DROPPED.poll(); entry != null; entry = DROPPED.poll()) {
      end((BlockEntry) entry);
    }
    if (!BUSY.isEmpty()) {
      BUSY.removeIf(BlockEntry::end);
    }
  }

  private static void end(BlockEntry entry) {
    synchronized (guard()) { // or who opens the file takes a number for its own that was this one's
      MAPPED.remove(entry.file().link(), entry);
      if (!entry.end()) {
        BUSY.add(entry);
        ReleaseWatch.begin();
      }
    }
  }

  private static SharedMemoryException failed(String what, IOException cause) {
    return new SharedMemoryException(Reason.UNAVAILABLE, "cannot " + what + ": " + cause, cause);
  }
}
