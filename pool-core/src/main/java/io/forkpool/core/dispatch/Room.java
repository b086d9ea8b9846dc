package io.forkpool.core.dispatch;

import io.forkpool.QueueLimit;
import io.forkpool.QueueLimit.WhenFull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may put tasks into the queue, and who has to wait. Guarded by the dispatcher's lock.
 *
 * <p><b>Nobody waits for ever.</b> Room is made by workers that take chunks, and they wait for
 * nobody who waits here: the threads that serve workers run no code of users. So it is made as long
 * as tasks end; and who waits is also woken by the end of the call and by the end of the pool. What
 * is larger than the limit gets in when nothing else waits, and so does the rest of a chunk that
 * has begun to fill, since a chunk that is never full would never be taken.
 *
 * <p><b>Nobody is overtaken.</b> Only the first in line may enter, so who brings many tasks does
 * not starve among those who bring one.
 */
final class Room {
  /** Somebody who waits, with what. */
  private record Waiter(Call call, long tasks, long bytes, Condition turn) {}

  private final ReentrantLock lock;
  private final Backlog backlog;
  private final Life life;
  private final QueueLimit limit;
  private final Deque<Waiter> waiting = new ArrayDeque<>();

  Room(ReentrantLock lock, Backlog backlog, Life life, Optional<QueueLimit> limit) {
    this.lock = lock;
    this.backlog = backlog;
    this.life = life;
    this.limit = limit.orElse(null);
  }

  /**
   * Waits until tasks of a call fit, or until they are not wanted any more; which, the caller is to
   * look itself.
   *
   * @throws RejectedExecutionException if they do not fit, and who brings them may not wait
   */
  void enter(Call call, long tasks, long bytes, boolean mayReject) throws InterruptedException {
    if (limit == null || completesChunk(call) || hasRoom(tasks, bytes)) {
      return;
    }
    if (mayReject) {
      rejectIfFull(tasks, bytes);
    }
    Waiter waiter = new Waiter(call, tasks, bytes, lock.newCondition());
    waiting.add(waiter);
    try {
      while (isWanted(call) && !mayEnter(waiter)) {
        waiter.turn.await();
      }
    } finally {
      waiting.remove(waiter);
    }
  }

  /** Refuses what does not fit, if that is what the limit says. */
  void rejectIfFull(long tasks, long bytes) {
    if (limit != null && limit.whenFull() == WhenFull.REJECT && !hasRoom(tasks, bytes)) {
      throw new RejectedExecutionException(
          "the queue is full: "
              + howFull(backlog.tasks(), limit.tasks(), "tasks")
              + " and "
              + howFull(backlog.bytes(), limit.bytes(), "bytes")
              + " wait for a worker"
              + (waiting.isEmpty() ? "" : ", and " + waiting.size() + " callers wait for room")
              + "; submit less at a time, or build the pool with"
              + " QueueLimit.WhenFull.BLOCK");
    }
  }

  private static String howFull(long now, long most, String what) {
    return most == Long.MAX_VALUE ? now + " " + what : now + " of at most " + most + " " + what;
  }

  private boolean hasRoom(long tasks, long bytes) {
    return waiting.isEmpty() && fits(tasks, bytes);
  }

  private boolean fits(long tasks, long bytes) {
    return backlog.tasks() == 0
        || backlog.tasks() + tasks <= limit.tasks() && backlog.bytes() + bytes <= limit.bytes();
  }

  /** Whether tasks of a call would have to wait now. */
  boolean isFull(long tasks) {
    return limit != null && !hasRoom(tasks, 1);
  }

  private static boolean completesChunk(Call call) {
    int pending = call.pendingCount();
    return pending > 0 && call.waitsForFullChunk(pending);
  }

  /** A single task is not taken by a closed pool; the rest of a call that has begun is. */
  private boolean isWanted(Call call) {
    return !call.isOver()
        && (call instanceof SingleCall ? life.state() == PoolState.RUNNING : life.wantsWorkers());
  }

  /** At the end of each step: lets those go who may enter now, or who wait for nothing. */
  void wake() {
    for (Waiter waiter : waiting) {
      if (life.state() != PoolState.RUNNING || mayEnter(waiter)) {
        waiter.turn.signal();
      }
    }
  }

  private boolean mayEnter(Waiter waiter) {
    return completesChunk(waiter.call)
        || waiting.peek() == waiter && fits(waiter.tasks, waiter.bytes);
  }

  /** A call is over: who waits with tasks of it need not. */
  void ended(Call call) {
    for (Waiter waiter : waiting) {
      if (waiter.call == call) {
        waiter.turn.signal();
      }
    }
  }

  /** How many tasks may be brought at once by who can bring fewer. */
  long mostAtOnce(Call call) {
    int chunk = call.options().chunkSize();
    if (limit == null) {
      return Long.MAX_VALUE;
    }
    return chunk > 0 ? Math.min(chunk, limit.tasks()) : limit.tasks();
  }
}
