package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;

/**
 * One call of a user: its tasks as bytes, and where their outcomes go. The caller's thread encodes
 * tasks and publishes them; the dispatcher cuts chunks from what is published and hands outcomes
 * back.
 *
 * <p>A call ends once: when all its tasks have ended and no more will come, or when it fails or is
 * cancelled as a whole. What comes for it after that is dropped. Guarded by the dispatcher's lock.
 */
public abstract class Call {
  /** The encoded function, one item; null if the arguments are themselves what is called. */
  private final Payload function;

  private final CallOptions options;
  private final int flags;
  private final ChunkSizer sizer;
  private final EncodedTasks pending = new EncodedTasks();

  /** How many tasks will come in all; -1 if nobody knows. */
  private final long expected;

  private int published;
  private int ended;
  private boolean allPublished;
  private boolean over;

  Call(Payload function, CallOptions options, int flags, ChunkSizer sizer, long expected) {
    this.function = function;
    this.options = options;
    this.flags = flags;
    this.sizer = sizer;
    this.expected = expected;
  }

  /**
   * Takes outcomes of tasks in order, from a given index.
   *
   * @return whether the call has failed with them as a whole
   */
  abstract boolean deliver(int first, Outcome[] outcomes, Effects effects);

  /** Outcomes have come that took so many bytes. */
  void measured(long bytes, int count) {}

  /** All tasks have ended, each with its outcome delivered. */
  abstract void complete(Effects effects);

  /** The call has failed as a whole. */
  abstract void fail(RuntimeException cause, Effects effects);

  final Payload function() {
    return function;
  }

  final CallOptions options() {
    return options;
  }

  final ChunkSizer sizer() {
    return sizer;
  }

  final int flags() {
    return flags;
  }

  final boolean keepsFunction() {
    return (flags & Frame.KEEP_FUNCTION) != 0;
  }

  final boolean isOver() {
    return over;
  }

  final int pendingCount() {
    return pending.count();
  }

  final long pendingBytes() {
    return pending.byteCount();
  }

  /** What the pending tasks count against a limit of bytes. */
  final long pendingWeight() {
    return pending.byteCount() + pending.count() * functionWeight();
  }

  /** What the function adds to each task's bytes: all of it, if tasks do not share it. */
  final long functionWeight() {
    return function == null || keepsFunction() ? 0 : function.length();
  }

  final void publish(Payload arguments, int[] sizes, int count) {
    pending.add(arguments, sizes, count);
    published += count;
  }

  final void allPublished() {
    allPublished = true;
  }

  /**
   * Cuts the next chunk.
   *
   * @param workers how many workers share the tasks
   * @param most how many tasks the worker may still take, at least 1
   * @return the chunk, or null if there is nothing to give now
   */
  final Chunk next(int workers, int most) {
    int available = pending.count();
    if (available == 0 || waitsForFullChunk(available)) {
      return null;
    }
    int count = Math.min(available, chunkSize(workers, most));
    int first = published - available;
    int[] sizes = pending.takeSizes(count);
    long bytes = 0;
    for (int size : sizes) {
      bytes += size;
    }
    return new Chunk(this, first, sizes, pending.takeBytes(bytes), 0);
  }

  /** Whether a chunk of an explicit size cannot be cut yet. */
  boolean waitsForFullChunk(int available) {
    return available < options.chunkSize() && !allPublished;
  }

  /** An explicit size is obeyed, whatever the worker may still take. */
  private int chunkSize(int workers, int most) {
    if (options.chunkSize() > 0) {
      return options.chunkSize();
    }
    long known = Math.max(expected - published, 0) + pending.count();
    return Math.min(most, sizer.next(known, workers));
  }

  /** Takes note of outcomes; returns whether the call is complete with them. */
  final boolean tasksEnded(int count) {
    ended += count;
    return isComplete();
  }

  /** Whether every task that was published has ended. */
  final boolean isCaughtUp() {
    return ended == published;
  }

  final boolean isComplete() {
    return !over && allPublished && ended == published;
  }

  /** Ends this call, which has not ended. */
  final void end() {
    over = true;
    pending.clear();
  }
}
