package io.forkpool.core.dispatch;

import io.forkpool.PoolException;
import io.forkpool.WorkerInitializationException;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes the tasks of calls in, hands them to lanes, and gives outcomes back to calls.
 *
 * <p><b>One lock.</b> All state of a pool that more than one thread sees is behind it: what is
 * queued, who owns which chunk, who reads from which worker. It is held for short steps only;
 * nothing is encoded, decoded, written to a socket or told to user code while it is held ({@link
 * Effects} come after).
 *
 * <p><b>Invariants</b>, whenever the lock is free:
 *
 * <ol>
 *   <li>A chunk is in the queue or with one lane, never both, never neither, until its outcomes
 *       have come or its call is over. So nothing is lost, and nothing runs twice unless its call
 *       allows retries.
 *   <li>If a chunk is queued, no lane is idle.
 *   <li>A lane that owns a chunk has a driver, which is woken by the worker's death; an idle one
 *       has none.
 *   <li>No lane idles while another has a chunk that it has not begun: what was sent ahead is taken
 *       back ({@link Claims}) and given to the idle one. So sending ahead never costs balance.
 * </ol>
 */
public final class Dispatcher {
  /** How much may be encoded and not yet sent before a {@code map} waits with encoding more. */
  private static final long MOST_PENDING_BYTES = 8L << 20;

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when outcomes of a stream have come, when there is room again, when a call ends. */
  private final Condition changed = lock.newCondition();

  private final int maxTasksPerWorker;
  private final Runnable onStopping;
  private final ChunkSizer singles = new ChunkSizer();
  private final TaskQueue queue;
  private final HandOut handOut;
  private final OpenCalls open;
  private final Life life = new Life();

  /** How many threads are about to publish tasks that a closed pool still takes. */
  private int feeds;

  private volatile boolean someIdle;
  private long lostWorkers;

  /**
   * Makes a dispatcher without lanes.
   *
   * @param workers how many lanes there are to be
   * @param maxTasksPerWorker after how many tasks a worker is stopped; 0 for never
   * @param onStopping is run, without the lock, when no worker is needed any more
   */
  public Dispatcher(int workers, int maxTasksPerWorker, Runnable onStopping) {
    this.maxTasksPerWorker = maxTasksPerWorker == 0 ? Integer.MAX_VALUE : maxTasksPerWorker;
    this.onStopping = onStopping;
    this.queue = new TaskQueue(workers);
    this.handOut = new HandOut(queue);
    this.open = new OpenCalls(queue, handOut, changed);
  }

  /** A step under the lock; what it leaves to do is done after the lock is free. */
  private void locked(Consumer<Effects> step) {
    Effects effects = new Effects();
    lock.lock();
    try {
      step.accept(effects);
      someIdle = handOut.hasIdle();
    } finally {
      lock.unlock();
    }
    effects.run();
  }

  // ---- calls ----

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
    future.onCancel(() -> cancel(call, false));
    return call;
  }

  /**
   * Submits a call of one task.
   *
   * @param call the call
   * @param argument its encoded argument
   */
  public void submit(SingleCall<?> call, Payload argument) {
    locked(
        effects -> {
          life.requireRunning();
          queue.add(call);
          publishOnly(call, argument);
          handOut.feed(effects);
        });
  }

  /**
   * Submits a call of one task for which the calling thread will wait. If a worker is idle, the
   * calling thread is to read from it until the call is done, or to say that it {@linkplain
   * #callerLeaves leaves}.
   *
   * @param call the call
   * @param argument its encoded argument
   * @return the lane to read from; null if other threads see to it
   */
  public Lane submitDirect(SingleCall<?> call, Payload argument) {
    Lane[] direct = new Lane[1];
    locked(
        effects -> {
          life.requireRunning();
          if (handOut.hasIdle()) {
            publishOnly(call, argument);
            direct[0] = handOut.giveDirectly(call, effects);
          } else {
            queue.add(call);
            publishOnly(call, argument);
            handOut.feed(effects);
          }
        });
    return direct[0];
  }

  private void publishOnly(SingleCall<?> call, Payload argument) {
    call.publish(argument, new int[] {Math.toIntExact(argument.length())}, 1);
    call.allPublished();
    open.add(call);
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
   * @return the call
   */
  public <R> BatchCall<R> beginBatch(
      Payload function, CallOptions options, long expected, TaskFuture<List<R>> future) {
    BatchCall<R> call = new BatchCall<>(function, options, expected, future);
    future.onCancel(() -> cancel(call, false));
    locked(
        effects -> {
          life.requireRunning();
          feeds++;
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
    locked(effects -> life.requireRunning());
    return new StreamCall(function, options, ordered);
  }

  /**
   * Publishes encoded tasks of a call.
   *
   * @param call the call
   * @param arguments the encoded arguments, in order
   * @param sizes how many bytes each takes; not copied
   * @param count how many they are, at least 1
   */
  public void publish(Call call, Payload arguments, int[] sizes, int count) {
    locked(
        effects -> {
          if (!life.wantsWorkers()) {
            open.fail(
                call, life.refusal("the pool has ended before all inputs were taken"), effects);
          } else if (!call.isOver()) {
            queue.add(call);
            call.publish(arguments, sizes, count);
            open.add(call);
            handOut.feed(effects);
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
    lock.lockInterruptibly();
    try {
      while (!call.isOver()
          && call.pendingBytes() > MOST_PENDING_BYTES
          && !call.waitsForFullChunk(call.pendingCount())) {
        changed.await();
      }
      return !call.isOver();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that no further tasks of a batch will come.
   *
   * @param call the call
   */
  public void allPublished(BatchCall<?> call) {
    locked(
        effects -> {
          feeds--;
          open.allPublished(call, effects);
          handOut.feed(effects); // a last chunk that is not full
          stopIfDone(effects);
        });
  }

  /**
   * Says that no further tasks of a stream will come.
   *
   * @param call the call
   */
  public void allPublished(StreamCall call) {
    locked(effects -> open.allPublished(call, effects));
  }

  /**
   * Gives a batch up whose tasks cannot all be published. What has not begun of it is dropped.
   *
   * @param call the call
   */
  public void abandon(BatchCall<?> call) {
    locked(
        effects -> {
          feeds--;
          open.drop(call, effects);
          stopIfDone(effects);
        });
  }

  /**
   * Cancels a call. What has not begun of it is dropped; outcomes that still come are.
   *
   * @param call the call
   * @param kill whether workers that run a task of it are killed
   */
  public void cancel(Call call, boolean kill) {
    locked(
        effects -> {
          if (open.drop(call, effects) && kill) {
            handOut.lanes().forEach(lane -> handOut.killIfRunning(lane, call, effects));
            handOut.feed(effects);
          }
          stopIfDone(effects);
        });
  }

  /**
   * Cancels a call of one task if no worker has been given it.
   *
   * @param call the call
   * @return whether it was cancelled by this
   */
  public boolean cancelUnlessBegun(SingleCall<?> call) {
    boolean[] cancelled = new boolean[1];
    locked(
        effects -> {
          boolean assigned =
              handOut.lanes().stream()
                  .flatMap(lane -> lane.assigned.stream())
                  .anyMatch(chunk -> chunk.call == call);
          cancelled[0] = !assigned && open.end(call, effects);
        });
    return cancelled[0];
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
    lock.lockInterruptibly();
    try {
      while (true) {
        Outcome next = call.poll();
        if (next != null) {
          return next;
        }
        if (call.failure() != null) {
          throw call.failure();
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- lanes ----

  /**
   * Tells whether a worker waits for tasks; a hint, without the lock.
   *
   * @return whether what is encoded had better be published now
   */
  public boolean hasIdle() {
    return someIdle;
  }

  /**
   * Takes a worker into service.
   *
   * @param pid its process id
   * @param channel its channel; it has said that it is ready
   * @param claims the words it shares
   * @param codec decodes what it sends; used by the lane's driver only
   * @param kill ends its process at once
   * @return its lane
   */
  public Lane join(
      long pid, FrameChannel channel, Claims claims, CodecSession codec, Runnable kill) {
    Lane lane = new Lane(pid, channel, claims, kill, maxTasksPerWorker, lock.newCondition());
    lane.answeredBy(new AnswerReader(this, lane, codec));
    locked(
        effects -> {
          if (life.wantsWorkers()) {
            handOut.add(lane, effects);
          } else {
            handOut.addToStop(lane, effects);
          }
        });
    return lane;
  }

  /**
   * Waits until the slot's thread has something to do for a lane.
   *
   * @param lane the lane
   * @return true if it is to read answers, false if the worker ends or has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitTurn(Lane lane) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!lane.isDrivenBySlot()) {
        if (lane.state() == LaneState.STOPPING || lane.exited && lane.driver() == Driver.NONE) {
          return false;
        }
        lane.wanted.await();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes outcomes in that a worker has sent.
   *
   * @param lane its lane
   * @param frame the RESULT
   * @param outcomes what it held
   * @throws IOException if it does not answer what the worker was given: the worker is not sane
   */
  public void received(Lane lane, Frame frame, Outcome[] outcomes) throws IOException {
    boolean[] sane = new boolean[1];
    locked(
        effects -> {
          Chunk chunk = lane.assigned.peek();
          sane[0] = chunk != null && chunk.isAnsweredBy(frame);
          if (sane[0]) {
            open.settle(chunk, outcomes, effects);
            if (frame.has(Frame.LAST)) {
              answered(lane, chunk, frame, effects);
            }
          }
        });
    if (!sane[0]) {
      throw new MalformedFrameException("the worker answers what it was not asked: " + frame);
    }
  }

  private void answered(Lane lane, Chunk chunk, Frame frame, Effects effects) {
    chunk.call.sizer().measured(chunk.count(), frame.detail());
    lane.assigned.remove();
    if (frame.has(Frame.RETIRE)) {
      handOut.retire(lane);
    }
    handOut.proceed(lane, effects);
    if (frame.has(Frame.RETIRE)) {
      handOut.feed(effects);
    }
    if (!queue.isEmpty() || chunk.call.keepsFunction()) {
      changed.signalAll();
    }
    stopIfDone(effects);
  }

  /**
   * A caller that was reading from a lane does so no more, and the call is not done.
   *
   * @param lane the lane
   * @param call what it was waiting for
   */
  public void callerLeaves(Lane lane, SingleCall<?> call) {
    locked(
        effects -> {
          if (lane.isDrivenFor(call)) {
            lane.driveBy(Driver.SLOT);
          }
        });
  }

  /**
   * A worker's process has ended; its channel may still hold answers.
   *
   * @param lane its lane
   */
  public void exited(Lane lane) {
    locked(
        effects -> {
          lane.exited = true;
          lane.wanted.signal();
        });
  }

  /**
   * Takes a worker out of service. What it had not begun goes back to the queue; what it had begun
   * is run again if its call allows, else it fails.
   *
   * @param lane its lane; its process has ended
   * @param loss makes the exceptions of tasks that were lost
   * @return how many tasks were lost; empty if the worker had been told to stop
   */
  public OptionalInt leave(Lane lane, Loss loss) {
    OptionalInt[] lost = {OptionalInt.empty()};
    locked(
        effects -> {
          if (lane.state() != LaneState.STOPPING && life.wantsWorkers()) {
            lostWorkers++;
            lost[0] = OptionalInt.of(0);
          }
          lane.become(LaneState.GONE);
          lane.driveBy(Driver.NONE);
          handOut.remove(lane);
          Salvage salvage = new Salvage(lane, loss, (chunk, error) -> fail(chunk, error, effects));
          if (lost[0].isPresent()) {
            lost[0] = OptionalInt.of(salvage.lost());
          }
          queue.giveBack(salvage.back());
          handOut.feed(effects);
          stopIfDone(effects);
        });
    return lost[0];
  }

  private void fail(Chunk chunk, PoolException error, Effects effects) {
    open.settle(chunk, new Outcome[] {new Outcome.Failure(error)}, effects);
  }

  /**
   * Kills the workers whose running task has passed its time limit.
   *
   * @param now the time in nanoseconds
   */
  public void enforceTimeouts(long now) {
    locked(
        effects -> {
          for (Lane lane : handOut.lanes()) {
            if (lane.hasOverrun(now)) {
              effects.then(lane.kill);
            }
          }
        });
  }

  // ---- the pool's life ----

  /**
   * Takes no further calls; ends when those it has are done and {@link #release} was called.
   *
   * @return whether this changed anything; only then release is to be called
   */
  public boolean close() {
    boolean[] first = new boolean[1];
    locked(
        effects -> {
          first[0] = life.state() == PoolState.RUNNING;
          if (first[0]) {
            life.become(PoolState.CLOSED);
            feeds++;
          }
        });
    return first[0];
  }

  /** Streams that were open when the pool was closed have been published to their end. */
  public void release() {
    locked(
        effects -> {
          feeds--;
          stopIfDone(effects);
        });
  }

  /** Gives everything up that has not ended, and kills the workers. */
  public void terminate() {
    locked(
        effects -> {
          if (life.state() != PoolState.STOPPING) {
            open.failAll(() -> new CancellationException("the pool was terminated"), effects);
            becomeStopping(effects);
          }
          handOut.lanes().forEach(lane -> effects.then(lane.kill));
        });
  }

  /**
   * Gives everything up since no worker can be made ready.
   *
   * @param cause why
   */
  public void breakDown(WorkerInitializationException cause) {
    locked(
        effects -> {
          if (life.wantsWorkers()) {
            life.breakDown(cause);
            open.failAll(() -> life.refusal("the pool is broken"), effects);
            handOut.lanes().forEach(lane -> effects.then(lane.kill));
            effects.then(onStopping);
          }
        });
  }

  private void stopIfDone(Effects effects) {
    if (life.state() == PoolState.CLOSED && feeds == 0 && handOut.isQuiet()) {
      becomeStopping(effects);
    }
  }

  private void becomeStopping(Effects effects) {
    life.become(PoolState.STOPPING);
    handOut.stopIdle(effects);
    effects.then(onStopping);
  }

  /**
   * Tells whether slots are to have workers.
   *
   * @return false once no worker is needed any more
   */
  public boolean wantsWorkers() {
    lock.lock();
    try {
      return life.wantsWorkers();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells what goes on.
   *
   * @return a consistent snapshot
   */
  public Snapshot snapshot() {
    lock.lock();
    try {
      int busy = 0;
      long assigned = 0;
      List<Long> pids = new ArrayList<>();
      for (Lane lane : handOut.lanes()) {
        busy += lane.state() == LaneState.BUSY ? 1 : 0;
        pids.add(lane.pid);
        for (Chunk chunk : lane.assigned) {
          assigned += chunk.count() - chunk.reported;
        }
      }
      return new Snapshot(
          handOut.idleCount(),
          busy,
          queue.taskCount(),
          assigned,
          open.completedTasks(),
          open.failedTasks(),
          lostWorkers,
          pids);
    } finally {
      lock.unlock();
    }
  }
}
