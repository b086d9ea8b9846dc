package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;
import java.util.List;

/**
 * The callers' side of a {@link Dispatcher}: takes calls in, and gives outcomes that callers wait
 * for. Thread-safe.
 */
public final class Intake {
  /** How much may be encoded and not yet sent before a {@code map} waits with encoding more. */
  private static final long MOST_PENDING_BYTES = 8L << 20;

  /** The same for tasks, of which tiny ones take more memory than their bytes. */
  private static final int MOST_PENDING_TASKS = 1 << 18;

  private final DispatchState shared;
  private final ChunkSizer singles = new ChunkSizer();

  Intake(DispatchState shared) {
    this.shared = shared;
  }

  /**
   * Makes a call of one task.
   *
   * @param <R> the type of its result
   * @param function the encoded function, or null if the argument is what is called
   * @param options its options
   * @param future where its outcome goes
   * @return the call, not submitted yet
   */
  public <R> SingleCall<R> single(Payload function, CallOptions options, TaskFuture<R> future) {
    SingleCall<R> call = new SingleCall<>(function, options, singles, future);
    future.onCancel(kill -> cancel(call, kill));
    return call;
  }

  /**
   * Submits a call of one task.
   *
   * @param call the call
   * @param argument its encoded argument
   * @throws InterruptedException if the thread is interrupted while it waits for room
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or full
   */
  public void submit(SingleCall<?> call, Payload argument) throws InterruptedException {
    submit(call, argument, false);
  }

  private void enqueue(SingleCall<?> call, Payload argument, Effects effects)
      throws InterruptedException {
    shared.room.enter(call, 1, argument.length() + call.functionWeight(), true);
    shared.life.requireRunning();
    if (!call.isOver()) {
      shared.queue.publish(call, argument, sizes(argument), 1);
      noMore(call);
      shared.handOut.feed(effects);
    }
  }

  /**
   * Submits a call of one task for which the calling thread will wait. If a worker is idle, the
   * calling thread is to read from it until the call is done, or to say that it {@linkplain
   * #callerLeaves leaves}.
   *
   * @param call the call
   * @param argument its encoded argument
   * @return the lane to read from; null if other threads see to it
   * @throws InterruptedException if the thread is interrupted while it waits for room
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed, or full
   */
  public Lane submitDirect(SingleCall<?> call, Payload argument) throws InterruptedException {
    return submit(call, argument, true);
  }

  private Lane submit(SingleCall<?> call, Payload argument, boolean direct)
      throws InterruptedException {
    if (call.options().deadlineNanos() > 0) {
      // A step of its own: the deadline is to be watched while the next one waits for room.
      shared.locked(effects -> limit(call, effects));
    }
    Lane[] lane = new Lane[1];
    boolean done = false;
    try {
      shared.<InterruptedException>locked(
          effects -> {
            shared.life.requireRunning();
            if (call.isOver()) {
              return; // its deadline has passed
            }
            if (direct && shared.handOut.hasIdle()) {
              call.publish(argument, sizes(argument), 1);
              noMore(call);
              lane[0] = shared.handOut.giveDirectly(call, effects);
            } else {
              enqueue(call, argument, effects);
            }
          });
      done = true;
    } finally {
      if (!done) {
        shared.locked(effects -> shared.agenda.drop(call)); // no deadline is watched any more
      }
    }
    return lane[0];
  }

  private void limit(Call call, Effects effects) {
    if (call.options().deadlineNanos() > 0) {
      shared.agenda.failAfter(call.options().deadlineNanos(), call, effects);
    }
  }

  private static int[] sizes(Payload only) {
    return new int[] {Math.toIntExact(only.length())};
  }

  private void noMore(SingleCall<?> call) {
    call.allPublished();
    shared.open.add(call);
    shared.totals.submitted++;
  }

  /**
   * Begins a call of many tasks: {@link #publish} and {@link #allPublished} follow, or {@link
   * #abandon}.
   *
   * @param <R> the type of the results
   * @param function the encoded function
   * @param options its options
   * @param expected how many tasks will come; -1 if nobody knows
   * @param future where its results go
   * @param progress is told how far it is; null if nobody wants to know
   * @return the call
   */
  public <R> BatchCall<R> beginBatch(
      Payload function,
      CallOptions options,
      long expected,
      TaskFuture<List<R>> future,
      Progress progress) {
    BatchCall<R> call = new BatchCall<>(function, options, expected, future, progress);
    future.onCancel(kill -> cancel(call, kill));
    shared.locked(
        effects -> {
          shared.life.requireRunning();
          shared.room.rejectIfFull(1, 1);
          limit(call, effects);
          shared.feeds++;
        });
    return call;
  }

  /**
   * Begins a call whose results are consumed one by one. It does not keep a closed pool from
   * ending, but for the tasks that are published.
   *
   * @param function the encoded function
   * @param options its options
   * @param ordered whether results are consumed in the order of the tasks
   * @return the call
   */
  public StreamCall beginStream(Payload function, CallOptions options, boolean ordered) {
    StreamCall call = new StreamCall(function, options, ordered);
    shared.locked(
        effects -> {
          shared.life.requireRunning();
          shared.room.rejectIfFull(1, 1);
          limit(call, effects);
        });
    return call;
  }

  /**
   * Publishes encoded tasks of a call.
   *
   * @param call the call
   * @param arguments the encoded arguments, in order
   * @param sizes how many bytes each takes; not copied
   * @param count how many they are, at least 1
   * @param mayReject whether they are refused if there is no room and the pool's limit says so;
   *     otherwise this waits for room
   * @throws InterruptedException if the thread is interrupted while it waits for room
   * @throws java.util.concurrent.RejectedExecutionException if they are refused
   */
  public void publish(Call call, Payload arguments, int[] sizes, int count, boolean mayReject)
      throws InterruptedException {
    shared.<InterruptedException>locked(
        effects -> {
          shared.room.enter(call, count, arguments.length(), mayReject);
          if (!shared.life.wantsWorkers()) {
            shared.open.fail(
                call,
                shared.life.refusal("the pool has ended before all inputs were taken"),
                effects);
          } else if (!call.isOver()) {
            shared.queue.publish(call, arguments, sizes, count);
            shared.totals.submitted += count;
            shared.open.add(call);
            shared.handOut.feed(effects);
          }
        });
  }

  /**
   * Waits while much of a call is encoded and not sent.
   *
   * @param call the call
   * @return whether more of its tasks are wanted; false if it is over
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitRoom(Call call) throws InterruptedException {
    shared.lock.lockInterruptibly();
    try {
      while (!call.isOver() && isFar(call) && !call.waitsForFullChunk(call.pendingCount())) {
        shared.changed.await();
      }
      return !call.isOver();
    } finally {
      shared.lock.unlock();
    }
  }

  /**
   * Tells whether the next tasks of a stream are wanted now. If none is under way they are: then
   * their publication may have to wait for room.
   *
   * @param call the stream
   * @param underWay how many tasks are published whose results were not consumed
   * @param chunk how many tasks come next
   * @param workers how many workers share them
   * @param most how many chunks may be under way
   * @return whether to publish them
   */
  public boolean wantsMore(StreamCall call, int underWay, int chunk, int workers, int most) {
    shared.lock.lock();
    try {
      long window = call.window((long) most * chunk, (workers + 1L) * chunk);
      return underWay == 0 || underWay < window && !isFar(call) && !shared.room.isFull(chunk);
    } finally {
      shared.lock.unlock();
    }
  }

  private static boolean isFar(Call call) {
    return call.pendingBytes() > MOST_PENDING_BYTES || call.pendingCount() > MOST_PENDING_TASKS;
  }

  /**
   * Tells how many tasks fit at once into the pool's limit.
   *
   * @param call their call
   * @return how many to publish at the most where fewer will do, at least 1
   */
  public long mostAtOnce(Call call) {
    return shared.room.mostAtOnce(call);
  }

  /**
   * Says that no further tasks of a batch will come.
   *
   * @param call the call
   */
  public void allPublished(BatchCall<?> call) {
    shared.locked(
        effects -> {
          shared.feeds--;
          shared.open.allPublished(call, effects);
          shared.handOut.feed(effects); // a last chunk that is not full
          shared.stopIfDone(effects);
        });
  }

  /**
   * Says that no further tasks of a stream will come.
   *
   * @param call the call
   */
  public void allPublished(StreamCall call) {
    shared.locked(effects -> shared.open.allPublished(call, effects));
  }

  /**
   * Gives a batch up whose tasks cannot all be published. What has not begun of it is dropped.
   *
   * @param call the call
   */
  public void abandon(BatchCall<?> call) {
    shared.locked(
        effects -> {
          shared.feeds--;
          shared.open.drop(call, effects);
          shared.stopIfDone(effects);
        });
  }

  /**
   * Cancels a call. What has not begun of it is dropped; outcomes that still come are.
   *
   * @param call the call
   * @param kill whether workers that run a task of it are killed
   */
  public void cancel(Call call, boolean kill) {
    shared.locked(
        effects -> {
          if (shared.open.drop(call, effects) && kill) {
            shared.kills.stop(call, effects);
          }
          shared.stopIfDone(effects);
        });
  }

  /**
   * Takes the next outcome of a stream, waiting for it. There must be one to wait for.
   *
   * @param call the call
   * @return the outcome
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws RuntimeException what the call failed with as a whole
   */
  public Outcome take(StreamCall call) throws InterruptedException {
    shared.lock.lockInterruptibly();
    try {
      while (true) {
        Outcome next = call.poll();
        if (next != null) {
          return next;
        }
        if (call.failure() != null) {
          throw call.failure();
        }
        shared.changed.await();
      }
    } finally {
      shared.lock.unlock();
    }
  }

  /**
   * Tells whether a worker waits for tasks; a hint, without the lock.
   *
   * @return whether what is encoded had better be published now
   */
  public boolean hasIdle() {
    return shared.hasIdle();
  }
}
