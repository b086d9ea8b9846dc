package io.forkpool.spi;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A started child process, as its parent sees it. Thread-safe. */
public interface ChildHandle {

  /**
   * Tells the process id.
   *
   * @return the process id
   */
  long pid();

  /**
   * Tells how the process ends.
   *
   * @return a future that completes, never exceptionally, when the process has gone; the same at
   *     every call
   */
  CompletableFuture<ExitStatus> onExit();

  /**
   * Tells the last words of the child; none of a {@link ChildRole#PROCESS}. After {@link #onExit()}
   * it waits, briefly, for what is still under way.
   *
   * @return the last lines of its stderr, oldest first; immutable, maybe empty
   */
  List<String> lastErrorLines();

  /**
   * Tells which locks other threads of this program held when the child was copied from it.
   *
   * @return the locks; immutable, empty where nothing is copied
   */
  default List<HeldLock> heldLocks() {
    return List.of();
  }

  /** Asks the process to end, as SIGTERM does. Does nothing when it has ended. */
  void terminate();

  /** Ends the process, as SIGKILL does. Does nothing when it has ended. */
  void kill();

  /**
   * Has the child interrupt its main thread: sends it SIGURG, which its program has a handler for,
   * and which it ignores before that. Does not wait. Does nothing when it has ended.
   *
   * @throws IOException if the child cannot be reached
   */
  void interrupt() throws IOException;
}
