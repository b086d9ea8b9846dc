package io.forkpool.core.memory;

import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The names of blocks: for each a file with the handle of its block. A name is good as long as the
 * process that made the block has it open; whoever finds one that is not may delete it.
 *
 * <p>Files are written apart and renamed, so who reads one reads all of it. Names are added and
 * removed under a lock on a file beside them, which the kernel drops when its owner dies: otherwise
 * two processes could find the same stale name, and the slower one delete the new name of the
 * other. The lock is a process's, not a thread's, so threads take {@link Blocks#guard} before it.
 */
final class Names {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final String PREFIX = "name-";
  private static final String UNFINISHED = "new-name";
  private static final String LOCK = "lock";

  /** The names of this process, to be removed at its end, and its pid: a copy has none of them. */
  private static final Map<String, BlockFile> OWN = new ConcurrentHashMap<>();

  private static volatile long hooked;

  private Names() {}

  static void requireLegal(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name of shared memory is 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', and does not"
              + " begin with '.': \""
              + name
              + "\" is not");
    }
  }

  /** Looks before a block is made whether its name is free; somebody may still be faster. */
  static void requireFree(String name) throws IOException {
    Path file = MemoryDirectory.get().resolve(PREFIX + name);
    if (isGood(read(file))) {
      throw taken(name, read(file));
    }
  }

  static void publish(String name, MemoryHandle handle, BlockFile block) throws IOException {
    Path directory = MemoryDirectory.get();
    Path file = directory.resolve(PREFIX + name);
    synchronized (Blocks.guard()) {
      FileChannel lock = lock(directory);
      try {
        deleteStale(directory);
        MemoryHandle other = read(file);
        if (other != null) {
          throw taken(name, other);
        }
        removeAtEnd(name, block);
        Path unfinished = directory.resolve(UNFINISHED);
        Files.writeString(unfinished, text(handle));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        lock.close();
      }
    }
  }

  static MemoryHandle find(String name) throws IOException {
    MemoryHandle handle = read(MemoryDirectory.get().resolve(PREFIX + name));
    if (handle == null) {
      throw unknown(name, "nobody has made it");
    }
    if (!isGood(handle)) {
      throw unknown(
          name,
          "process "
              + handle.maker().pid()
              + ", which made it, has "
              + (handle.maker().hasEnded() ? "ended" : "closed it"));
    }
    return handle;
  }

  /** Removes a name if this process has given it to this block. */
  static void withdraw(String name, BlockFile block) {
    if (block.maker().pid() != ThisProcess.pid() || !OWN.remove(name, block)) {
      return;
    }
    try {
      Path directory = MemoryDirectory.get();
      Path file = directory.resolve(PREFIX + name);
      synchronized (Blocks.guard()) {
        FileChannel lock = lock(directory);
        try {
          MemoryHandle current = read(file);
          if (current != null && current.link().equals(block.link())) {
            Files.deleteIfExists(file);
          }
        } finally {
          lock.close();
        }
      }
    } catch (IOException | SharedMemoryException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "the name " + name + " stays until it is taken", e);
    }
  }

  private static void removeAtEnd(String name, BlockFile block) {
    long pid = ThisProcess.pid();
    if (hooked != pid) {
      OWN.clear();
      hooked = pid;
      Thread end = new Thread(() -> OWN.forEach(Names::withdraw), "forkpool-memory-names");
      try {
        Runtime.getRuntime().addShutdownHook(end);
      } catch (IllegalStateException e) {
        // It ends already: the name will be stale, which harms nobody.
      }
    }
    OWN.put(name, block);
  }

  /** An interrupt is kept for later: the lock is held for a moment, and no name may stay behind. */
  private static FileChannel lock(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(
                directory.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                MemoryDirectory.permissions("rw-------"));
        try {
          channel.lock(); // until the channel is closed
          return channel;
        } catch (FileLockInterruptionException e) {
          channel.close();
          interrupted = true;
          Thread.interrupted();
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void deleteStale(Path directory) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path each : names) {
        if (!isGood(read(each))) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private static boolean isGood(MemoryHandle handle) throws IOException {
    return handle != null && handle.maker().holds(handle.link());
  }

  private static String text(MemoryHandle handle) {
    return String.join(
        "\n",
        handle.link(),
        Long.toString(handle.bytes()),
        Long.toString(handle.maker().pid()),
        Integer.toString(handle.maker().descriptor()));
  }

  /** Null if there is none, or something else. */
  private static MemoryHandle read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      Place maker = new Place(Long.parseLong(lines.get(2)), Integer.parseInt(lines.get(3)));
      return new MemoryHandle(lines.get(0), Long.parseLong(lines.get(1)), maker, maker);
    } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static SharedMemoryException taken(String name, MemoryHandle by) {
    return new SharedMemoryException(
        Reason.NAME_TAKEN,
        "shared memory \""
            + name
            + "\" is there: process "
            + by.maker().pid()
            + " has made it; open it, or take another name",
        null);
  }

  private static SharedMemoryException unknown(String name, String why) {
    return new SharedMemoryException(
        Reason.NAME_UNKNOWN, "there is no shared memory \"" + name + "\": " + why, null);
  }
}
