package io.forkpool.core.memory;

import io.forkpool.OwnerLostException;
import io.forkpool.PoolException;
import io.forkpool.ResourceClosedException;
import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file of a block, open in this process.
 *
 * @param link what identifies it ({@link MemoryHandle#link})
 * @param bytes its size
 * @param channel open for reading and writing; never read, written or positioned again
 * @param descriptor its number
 * @param maker where the process that made it has it open
 */
record BlockFile(String link, long bytes, FileChannel channel, int descriptor, Place maker) {
  private static final String PREFIX = "block-";
  private static final int RANDOM_BYTES = 16;
  private static final int STEP_BYTES = 1 << 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Makes a file without a name, and takes all of its memory. */
  static BlockFile make(long bytes, Path directory) throws IOException {
    deleteLeftovers(directory);
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    Path path = directory.resolve(PREFIX + HexFormat.of().formatHex(random));
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            MemoryDirectory.permissions("rw-------"));
    try {
      Files.deleteIfExists(path); // whoever makes a block next may have been faster
      String link = path + " (deleted)"; // as d_path() of the kernel has it
      int descriptor = only(Place.descriptorsOf(link), link);
      reserve(channel, bytes, directory);
      return new BlockFile(link, bytes, channel, descriptor, Place.here(descriptor));
    } catch (IOException | RuntimeException | Error e) {
      close(channel, e);
      throw e;
    }
  }

  /**
   * Opens the file of a handle. No other thread may open the same one at that time: a new
   * descriptor is known by the fact that it was not there before.
   */
  static BlockFile open(MemoryHandle handle) throws IOException {
    for (Place place : List.of(handle.maker(), handle.sender())) {
      Set<Integer> before = Place.descriptorsOf(handle.link());
      if (place.holds(handle.link())) {
        FileChannel channel =
            FileChannel.open(place.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        Set<Integer> fresh = Place.descriptorsOf(handle.link());
        fresh.removeAll(before);
        if (!fresh.isEmpty()) {
          int descriptor = only(fresh, handle.link());
          return new BlockFile(handle.link(), handle.bytes(), channel, descriptor, handle.maker());
        }
        channel.close(); // in the last moment it became another file
      }
    }
    throw gone(handle);
  }

  /**
   * Deletes what a process leaves behind that is killed between making a file and unlinking it: an
   * empty file. One that is still being made is unlinked by its maker anyway.
   */
  static void deleteLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path each : files) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** An interrupt closes a channel; it is told as everywhere. */
  static PoolException interrupted(ClosedByInterruptException e) {
    InterruptedException cause = new InterruptedException();
    cause.initCause(e);
    return new PoolException("interrupted while it opened shared memory", cause);
  }

  private static PoolException gone(MemoryHandle handle) {
    if (handle.maker().hasEnded() && handle.sender().hasEnded()) {
      return new OwnerLostException(
          "shared memory of "
              + handle.bytes()
              + " bytes: process "
              + handle.maker().pid()
              + ", which made it, has ended, and nobody is known who has it",
          null);
    }
    return new ResourceClosedException(
        "shared memory of "
            + handle.bytes()
            + " bytes is closed in process "
            + handle.maker().pid()
            + ", which made it; close it when those who get it have opened it");
  }

  private static int only(Set<Integer> descriptors, String link) throws IOException {
    if (descriptors.size() != 1) {
      throw new IOException("/proc/self/fd does not show " + link + " once: " + descriptors);
    }
    return descriptors.iterator().next();
  }

  private static void reserve(FileChannel channel, long bytes, Path directory) throws IOException {
    String objection = Room.ofThisMachine().objection(bytes, directory);
    if (objection != null) {
      throw noRoom(bytes, objection, null);
    }
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, STEP_BYTES));
    try {
      for (long left = bytes; left > 0; left -= zeros.position()) {
        zeros.clear().limit((int) Math.min(left, STEP_BYTES));
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw noRoom(bytes, directory + " has no room for it", e);
    }
  }

  private static SharedMemoryException noRoom(long bytes, String why, IOException cause) {
    return new SharedMemoryException(
        Reason.NO_ROOM, "cannot share " + bytes + " bytes of memory: " + why, cause);
  }

  private static void close(FileChannel channel, Throwable reason) {
    try {
      channel.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
