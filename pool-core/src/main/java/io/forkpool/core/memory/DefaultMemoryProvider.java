package io.forkpool.core.memory;

import io.forkpool.SharedArray;
import io.forkpool.SharedMemory;
import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.spi.SharedMemoryProvider;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Checks what is asked for. */
public final class DefaultMemoryProvider implements SharedMemoryProvider {

  /** For {@link java.util.ServiceLoader}. */
  public DefaultMemoryProvider() {}

  @Override
  public SharedMemory create(long bytes) {
    requirePositive(bytes);
    return Blocks.make(null, bytes);
  }

  @Override
  public SharedMemory create(String name, long bytes) {
    Names.requireLegal(name);
    requirePositive(bytes);
    try {
      Names.requireFree(name);
      MappedMemory memory = Blocks.make(name, bytes);
      try {
        memory.publish();
        return memory;
      } catch (IOException | RuntimeException | Error e) {
        memory.close();
        throw e;
      }
    } catch (ClosedByInterruptException e) {
      throw BlockFile.interrupted(e);
    } catch (IOException e) {
      throw failed("make", name, e);
    }
  }

  @Override
  public <A extends SharedArray<A>> A createArray(long bytes, Class<A> type) {
    ElementType element = ElementType.of(type);
    requirePositive(bytes);
    return type.cast(element.view(Blocks.make(null, bytes), 0, bytes / element.bytes(), true));
  }

  @Override
  public SharedMemory open(String name) {
    Names.requireLegal(name);
    try {
      return Blocks.use(Names.find(name), name);
    } catch (IOException e) {
      throw failed("open", name, e);
    }
  }

  private static void requirePositive(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("shared memory has at least one byte, not " + bytes);
    }
  }

  private static SharedMemoryException failed(String what, String name, IOException cause) {
    return new SharedMemoryException(
        Reason.UNAVAILABLE, "cannot " + what + " shared memory \"" + name + "\": " + cause, cause);
  }
}
