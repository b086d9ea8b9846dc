package io.forkpool.core.memory;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Knows what is to be closed when a block is garbage, or was closed. */
final class BlockEntry extends WeakReference<Block> {
  private final BlockFile file;
  private final AutoCloseable arena;

  /** The block that is not to be garbage yet; null if it may. Under {@link Blocks#guard}. */
  private Block kept;

  /** Whether another process has made it and has it no more. Under {@link Blocks#guard}. */
  private boolean released;

  BlockEntry(Block block, ReferenceQueue<Block> dropped) {
    super(block, dropped);
    file = block.file();
    arena = block.mapping().arena();
  }

  BlockFile file() {
    return file;
  }

  /**
   * Keeps a block mapped that another process has made, for as long as that one has it. Under the
   * guard.
   */
  void keep(Block block, long pid) {
    if (file.maker().pid() != pid && !released) {
      kept = block;
    }
  }

  /** Whether another process has made it, has it no more, and this is asked for the first time. */
  boolean isNewlyReleased(long pid) {
    if (released || file.maker().pid() == pid) {
      return false;
    }
    boolean held;
    boolean known = true;
    try {
      held = file.maker().holds(file.link());
    } catch (IOException e) {
      held = false; // nobody can tell: it is kept no more, that is all
      known = false;
    }
    if (held) {
      return false;
    }
    synchronized (Blocks.guard()) {
      kept = null;
      released = known;
    }
    return known;
  }

  /**
   * Lets go of the memory. Under the guard.
   *
   * @return false if that has to be tried again: a system call reads or writes it at the moment,
   *     for instance because its buffer was given to a channel
   */
  boolean end() {
    kept = null;
    try {
      file.channel().close();
    } catch (IOException e) {
      log("cannot close the file of shared memory", e);
    }
    try {
      if (arena != null) {
        arena.close();
      }
      return true;
    } catch (IllegalStateException e) {
      return false;
    } catch (Exception e) {
      log("cannot unmap shared memory", e);
      return true;
    }
  }

  private static void log(String message, Exception e) {
    System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, message, e);
  }
}
