package io.forkpool.core.memory;

import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final ConcurrentMap<String, Entry> MAPPED = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Block> DROPPED = new ReferenceQueue<>();
  private static final AtomicReference<Guard> GUARD = new AtomicReference<>(new Guard(0));

  private Blocks() {}

  /**
   * Who opens files, one thread at a time. A copy of this process has its own: the thread that held
   * the one it inherited is not in it.
   */
  private record Guard(long pid) {}

  /** Knows what is to be closed when its block is garbage. */
  static final class Entry extends WeakReference<Block> {
    private final String link;
    private final long bytes;
    private final Place maker;
    private final FileChannel channel;
    private final AutoCloseable arena;
    private boolean released; // of the watch only

    private Entry(Block block) {
      super(block, DROPPED);
      link = block.file().link();
      bytes = block.file().bytes();
      maker = block.file().maker();
      channel = block.file().channel();
      arena = block.mapping().arena();
    }

    long bytes() {
      return bytes;
    }

    Place maker() {
      return maker;
    }

    /**
     * Whether the process that made it has it no more, and this is asked for the first time then.
     */
    boolean isNewlyReleased() {
      if (released) {
        return false;
      }
      try {
        released = !maker.holds(link);
      } catch (IOException e) {
        return false; // not known
      }
      return released;
    }

    /** Has no further effect if it is closed. */
    private void end() {
      MAPPED.remove(link, this);
      try {
        channel.close();
        if (arena != null) {
          arena.close();
        }
      } catch (Exception e) {
        System.getLogger("io.forkpool")
            .log(System.Logger.Level.DEBUG, "cannot unmap shared memory now", e);
      }
    }
  }

  static Object guard() {
    long pid = ThisProcess.pid();
    return GUARD.updateAndGet(guard -> guard.pid() == pid ? guard : new Guard(pid));
  }

  /** All that is mapped. */
  static Collection<Entry> entries() {
    return MAPPED.values();
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
    Entry entry = MAPPED.get(link);
    Block block = entry == null ? null : entry.get();
    return block != null && block.acquire() ? new MappedMemory(block, name) : null;
  }

  private static MappedMemory enter(BlockFile file, String name) throws IOException {
    Mapping mapping;
    try {
      mapping = Mapping.of(file.channel(), file.bytes());
    } catch (IOException | RuntimeException | Error e) {
      file.channel().close();
      throw e;
    }
    Block block = new Block(file, mapping);
    MAPPED.put(file.link(), new Entry(block));
    ReleaseWatch.begin();
    return new MappedMemory(block, name);
  }

  /** Ends a block whose last use was closed. */
  static void end(Block block) {
    Entry entry = MAPPED.get(block.file().link());
    if (entry != null && entry.refersTo(block)) {
      entry.clear();
      entry.end();
    }
  }

  /** Ends the blocks that were dropped without being closed. */
  static void endDropped() {
    for (Object entry = DROPPED.poll(); entry != null; entry = DROPPED.poll()) {
      ((Entry) entry).end();
    }
  }

  private static SharedMemoryException failed(String what, IOException cause) {
    return new SharedMemoryException(Reason.UNAVAILABLE, "cannot " + what + ": " + cause, cause);
  }
}
