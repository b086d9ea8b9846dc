package io.forkpool;

import io.forkpool.spi.SharedMemoryProvider;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * A block of memory that several processes have in common. What one writes, all see; nothing is
 * copied. It goes to a worker as a handle: in an argument, in a result, or captured by a function.
 *
 * <pre>{@code
 * try (SharedMemory memory = SharedMemory.create(1 << 20)) {
 *   pool.apply(() -> memory.buffer().put("hello".getBytes(UTF_8)).position()); // in a worker
 *   System.out.println((char) memory.buffer().get(0)); // h
 * }
 * }</pre>
 *
 * <p>The memory is given back when nobody uses it any more: when each process that had it has
 * closed it, has dropped it, or has ended in whatever way, {@code kill -9} included. Nothing of it
 * is left in the file system. Whoever has it goes on with it when the others end. A handle that
 * arrives when neither the process that made the block nor the one that sent the handle has it any
 * more is of no use: {@link ResourceClosedException} if they have closed it, {@link
 * OwnerLostException} if they have ended. So close a block when the results are there.
 *
 * <p>A {@code SharedMemory} that came by a handle is one of its own: closing it ends nothing but
 * its own use. From Java 22 on {@link #close} takes the memory out of the process at once; before,
 * and if it is dropped without that, the garbage collector does. A copy that {@code fork} makes of
 * a process uses all that the process had open.
 *
 * <p>Thread-safe. What threads and processes see of each other's plain reads and writes, and when,
 * is as with an array: use the volatile and atomic operations of {@link SharedLongArray} and its
 * kin, or hand over by a task and its result. Linux only.
 */
public interface SharedMemory extends AutoCloseable, Serializable {

  /**
   * Makes a block without a name. All of its memory is taken at once, and is zero.
   *
   * @param bytes how much, at least 1; more than 2 GiB is fine
   * @return the new block
   * @throws IllegalArgumentException if {@code bytes} is not positive
   * @throws SharedMemoryException if there is not as much memory, or none can be had here
   */
  static SharedMemory create(long bytes) {
    return SharedMemoryProvider.get().create(bytes);
  }

  /**
   * Makes a block that other processes of this user can {@linkplain #open(String) open} by its
   * name, until this process closes it, or has ended. A name that a process has left behind may be
   * taken again.
   *
   * @param name 1 to 100 of the letters A to Z and a to z, digits, dot, underscore and hyphen; not
   *     with a dot at its beginning
   * @param bytes how much, at least 1
   * @return the new block
   * @throws IllegalArgumentException if the name is not such, or {@code bytes} is not positive
   * @throws SharedMemoryException if the name is taken, there is not as much memory, or none can be
   *     had here
   */
  static SharedMemory create(String name, long bytes) {
    return SharedMemoryProvider.get().create(Objects.requireNonNull(name, "name"), bytes);
  }

  /**
   * Opens the block of that name, which another process of this user has made, or this one.
   *
   * @param name its name
   * @return the block
   * @throws IllegalArgumentException if it is not such as names are
   * @throws SharedMemoryException if there is no such block
   */
  static SharedMemory open(String name) {
    return SharedMemoryProvider.get().open(Objects.requireNonNull(name, "name"));
  }

  /**
   * Tells how large the block is; also after it was closed.
   *
   * @return its size in bytes
   */
  long bytes();

  /**
   * Tells the name by which it was made or opened. A block that came by a handle does not tell.
   *
   * @return the name, or empty
   */
  Optional<String> name();

  /**
   * Gives all of the block as one buffer, in the processor's byte order, as the arrays have it.
   *
   * @return a new buffer
   * @throws IllegalStateException if the block is larger than a buffer can be (2 GiB less a byte);
   *     take {@link #buffer(long, int)} then
   * @throws ResourceClosedException if this is closed
   */
  ByteBuffer buffer();

  /**
   * Gives a part of the block as a buffer, in the processor's byte order. After {@link #close} it
   * must not be used: from Java 22 on it throws {@link IllegalStateException}, before it may still
   * show the memory. It never crashes.
   *
   * @param offset where it begins, in bytes
   * @param bytes how long it is, at least 0
   * @return a new buffer
   * @throws IndexOutOfBoundsException if that is not within the block
   * @throws ResourceClosedException if this is closed
   */
  ByteBuffer buffer(long offset, int bytes);

  /**
   * Gives all of the block as a {@code MemorySegment}, which Java has from 22 on: {@code
   * memory.segment(MemorySegment.class)}. It ends with {@link #close}.
   *
   * @param <S> that type
   * @param type {@code java.lang.foreign.MemorySegment.class}
   * @return the segment
   * @throws UnsupportedOperationException before Java 22
   * @throws IllegalArgumentException if it is another class
   * @throws ResourceClosedException if this is closed
   */
  <S> S segment(Class<S> type);

  /**
   * Looks at the block as an array of bytes, which can be cut into slices. The array ends with
   * this.
   *
   * @return the array
   * @throws ResourceClosedException if this is closed
   */
  SharedByteArray asByteArray();

  /**
   * Looks at the block as an array of 32-bit integers: as many as fit. The array ends with this.
   *
   * @return the array
   * @throws ResourceClosedException if this is closed
   */
  SharedIntArray asIntArray();

  /**
   * Looks at the block as an array of 64-bit integers: as many as fit. The array ends with this.
   *
   * @return the array
   * @throws ResourceClosedException if this is closed
   */
  SharedLongArray asLongArray();

  /**
   * Looks at the block as an array of 64-bit floating-point numbers: as many as fit. The array ends
   * with this.
   *
   * @return the array
   * @throws ResourceClosedException if this is closed
   */
  SharedDoubleArray asDoubleArray();

  /**
   * Tells whether this was closed.
   *
   * @return true after {@link #close}
   */
  boolean isClosed();

  /**
   * Ends this use of the block, and all views of this object. If it was the last one in this
   * process, the process lets go of the memory; the one that made it gives its name back. Has no
   * further effect if it is closed.
   */
  @Override
  void close();
}
