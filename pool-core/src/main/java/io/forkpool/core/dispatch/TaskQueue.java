package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Payload;
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

  private final Backlog backlog;

  TaskQueue(int workers, Backlog backlog) {
    this.workers = workers;
    this.backlog = backlog;
  }

  boolean isEmpty() {
    return returned.isEmpty() && calls.isEmpty();
  }

  /** Takes tasks of a call in. */
  void publish(Call call, Payload arguments, int[] sizes, int count) {
    if (call.pendingCount() == 0) {
      calls.add(call);
    }
    long before = call.pendingWeight();
    call.publish(arguments, sizes, count);
    backlog.add(count, call.pendingWeight() - before);
  }

  /** Puts chunks in front of all others, in their order. */
  void giveBack(Deque<Chunk> chunks) {
    while (!chunks.isEmpty()) {
      Chunk chunk = chunks.removeLast();
      if (!chunk.call.isOver()) {
        returned.addFirst(chunk);
        backlog.add(chunk.count(), chunk.weight());
      }
    }
  }

  /** Drops what waits of a call, before it ends. */
  void drop(Call call) {
    if (calls.remove(call)) {
      backlog.remove(call.pendingCount(), call.pendingWeight());
    }
    returned.removeIf(
        chunk -> {
          boolean itsOwn = chunk.call == call;
          if (itsOwn) {
            backlog.remove(chunk.count(), chunk.weight());
          }
          return itsOwn;
        });
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
      backlog.remove(back.count(), back.weight());
      return back;
    }
    for (Call call : calls) {
      Chunk chunk = call.next(workers, most);
      if (chunk != null) {
        backlog.remove(chunk.count(), chunk.weight());
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

  /** Whether at least so many tasks wait. */
  boolean hasTasks(int count) {
    return backlog.tasks() >= count;
  }
}
