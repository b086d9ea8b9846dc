package io.forkpool.core.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What waits for a worker: chunks that came back from one, then the calls that have tasks, oldest
 * first. Guarded by the dispatcher's lock.
 */
final class TaskQueue {
  private final int workers;

  /** Exactly the calls that have pending tasks. */
  private final Deque<Call> calls = new ArrayDeque<>();

  private final Deque<Chunk> returned = new ArrayDeque<>();

  TaskQueue(int workers) {
    this.workers = workers;
  }

  boolean isEmpty() {
    return returned.isEmpty() && calls.isEmpty();
  }

  /** To be told before a call gets tasks. */
  void add(Call call) {
    if (call.pendingCount() == 0) {
      calls.add(call);
    }
  }

  /** Puts chunks in front of all others, in their order. */
  void giveBack(Deque<Chunk> chunks) {
    while (!chunks.isEmpty()) {
      Chunk chunk = chunks.removeLast();
      if (!chunk.call.isOver()) {
        returned.addFirst(chunk);
      }
    }
  }

  void drop(Call call) {
    calls.remove(call);
    returned.removeIf(chunk -> chunk.call == call);
  }

  /**
   * Takes the next chunk out.
   *
   * @param most how many tasks the worker may still take, at least 1
   * @return the chunk; null if there is none
   */
  Chunk next(int most) {
    Chunk back = returned.poll();
    if (back != null) {
      return back;
    }
    for (Call call : calls) {
      Chunk chunk = call.next(workers, most);
      if (chunk != null) {
        if (call.pendingCount() == 0) {
          calls.remove(call);
        }
        return chunk;
      }
    }
    return null;
  }

  /** The calls of which something waits here; not those that wait for another attempt. */
  Set<Call> unbegun() {
    Set<Call> unbegun = new LinkedHashSet<>();
    returned.stream().filter(chunk -> chunk.attempt == 0).forEach(chunk -> unbegun.add(chunk.call));
    unbegun.addAll(calls);
    return unbegun;
  }

  /** Whether at least so many tasks wait; looks no further. */
  boolean hasTasks(int count) {
    long found = 0;
    for (Chunk chunk : returned) {
      found += chunk.count();
      if (found >= count) {
        return true;
      }
    }
    for (Call call : calls) {
      found += call.pendingCount();
      if (found >= count) {
        return true;
      }
    }
    return found >= count;
  }

  long taskCount() {
    long count = 0;
    for (Chunk chunk : returned) {
      count += chunk.count();
    }
    for (Call call : calls) {
      count += call.pendingCount();
    }
    return count;
  }
}
