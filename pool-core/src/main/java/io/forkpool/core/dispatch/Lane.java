package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import io.forkpool.WorkerStats;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.TaskTerms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;

/**
 * The dispatcher's record of one worker process that is ready: its channel and the chunks it owns,
 * the first of which it runs; the others were sent ahead. Guarded by the dispatcher's lock.
 */
public final class Lane {
  final WorkerProcess process;
  final FrameChannel channel;
  final Claims claims;
  final Condemnation condemnation;

  /** Signalled when the slot's thread has something to do for this lane. */
  final Condition wanted;

  final Deque<Chunk> assigned = new ArrayDeque<>();

  /** How many tasks may still be given to this worker; less than 0 after a chunk that had more. */
  int tasksLeft;

  /** Since when, and up to which age, it serves; since when it has been idle ({@link Tenures}). */
  long joined;

  long maxAgeNanos;
  long idleSince;

  /** Why the worker will be told to end, or is killed. */
  private WorkerEnd why = WorkerEnd.TASKS;

  /** The call whose function the worker keeps. */
  private Call kept;

  private AnswerReader answers;
  private long sequence;
  private long epoch;
  private volatile LaneState state = LaneState.IDLE;
  private volatile Driver driver = Driver.NONE;

  /** The call whose caller drives, if a caller does. */
  private volatile Call direct;

  /** When the worker was ready. */
  long since;

  /** How many tasks it has reported. */
  long tasksDone;

  /** Whether the process was seen to end. */
  boolean exited;

  /** Why what the worker sent could not be taken in, after which it has to go. */
  private volatile Throwable cutOffBy;

  Lane(WorkerProcess process, FrameChannel channel, Claims claims, int maxTasks, Condition wanted) {
    this.process = process;
    this.channel = channel;
    this.claims = claims;
    this.condemnation = new Condemnation(claims);
    this.tasksLeft = maxTasks;
    this.wanted = wanted;
  }

  /**
   * Gives the channel to the worker.
   *
   * @return the channel; only the driver reads from it
   */
  public FrameChannel channel() {
    return channel;
  }

  void answeredBy(AnswerReader reader) {
    answers = reader;
  }

  /**
   * Gives what reads the worker's answers.
   *
   * @return the reader, for the driver only
   */
  public AnswerReader answers() {
    return answers;
  }

  /**
   * Tells whether the worker was told to end. Thread-safe.
   *
   * @return whether its end is what was asked for
   */
  public boolean isStopping() {
    return state == LaneState.STOPPING;
  }

  /**
   * Tells whether the worker was killed for what it ran. Thread-safe.
   *
   * @return whether its end is the pool's own doing
   */
  public boolean isCondemned() {
    return condemnation.isPassed();
  }

  void cutOff(Throwable cause) {
    cutOffBy = cause;
  }

  /**
   * Tells why what the worker sent could not be taken in. Thread-safe.
   *
   * @return what was thrown; empty if nothing was
   */
  public Optional<Throwable> cutOffBy() {
    return Optional.ofNullable(cutOffBy);
  }

  /** Whether the worker may be given further tasks. */
  boolean takesMore() {
    return tasksLeft > 0 && !condemnation.isPassed();
  }

  void endBy(WorkerEnd reason) {
    why = reason;
  }

  /** Why the worker is to end. */
  WorkerEnd why() {
    return condemnation.isPassed() ? condemnation.why() : why;
  }

  /**
   * Why the worker has ended, as far as it is known here.
   *
   * @param needed whether the pool still needs workers
   */
  WorkerEnd whyGone(boolean needed) {
    if (state == LaneState.STOPPING) {
      return why();
    }
    if (!needed) {
      return WorkerEnd.CLOSED;
    }
    return condemnation.isPassed() ? why() : WorkerEnd.LOST;
  }

  LaneState state() {
    return state;
  }

  void become(LaneState next) {
    state = state.to(next);
  }

  Driver driver() {
    return driver;
  }

  void driveBy(Driver next) {
    direct = null;
    driver = next;
    if (next == Driver.SLOT) {
      wanted.signal();
    }
  }

  /** The caller of a call is to read what the worker answers. */
  void driveByCallerOf(Call call) {
    direct = call;
    driver = Driver.CALLER;
  }

  /**
   * Tells whether a call's caller is to read from the channel. Thread-safe.
   *
   * @param call the call
   * @return whether it is
   */
  public boolean isDrivenFor(Call call) {
    return driver == Driver.CALLER && direct == call;
  }

  /**
   * Tells whether the thread of the slot is to read from the channel. Thread-safe.
   *
   * @return true while the worker owes answers and no caller reads them itself
   */
  public boolean isDrivenBySlot() {
    return driver == Driver.SLOT;
  }

  /** Takes a chunk over and puts it in line to be sent. */
  void assign(Chunk chunk) {
    chunk.sequence = ++sequence;
    assigned.add(chunk);
    tasksLeft -= chunk.count();
    Call call = chunk.call;
    int flags = isDrivenFor(call) ? call.flags() | Frame.DIRECT : call.flags();
    if (chunk.attempt > 0) {
      // Results that wait for each other are lost with the task that kills the worker. That may
      // happen to a task once: a further attempt is its last, perhaps.
      flags &= ~Frame.COALESCE;
    }
    Payload body = chunk.arguments;
    if (call.function() != null && kept != call) {
      flags |= Frame.HAS_FUNCTION;
      body = call.function().then(body);
    }
    long softLimit = call.options().softLimitNanos();
    if (chunk.attempt > 0 || softLimit > 0) {
      flags |= Frame.HAS_TERMS;
      body = new TaskTerms(chunk.attempt + 1, softLimit).encode().then(body);
    }
    kept = call.keepsFunction() ? call : null;
    channel.offer(
        new Frame(FrameType.CALL, flags, chunk.count(), sequence, epoch, body.length()), body);
  }

  /** Whether a chunk of a call is here. */
  boolean owns(Call call) {
    return assigned.stream().anyMatch(chunk -> chunk.call == call);
  }

  /** The chunk that the worker has claimed last, if it has not answered it altogether. */
  Chunk claimed() {
    long claimed = claims.claimed();
    return assigned.stream().filter(chunk -> chunk.sequence == claimed).findAny().orElse(null);
  }

  /** The worker is to skip what is left of a call that is over and of which nothing waits ahead. */
  void drop(Call call) {
    Chunk last = null;
    for (Chunk chunk : assigned) {
      last = chunk.call == call ? chunk : last;
    }
    if (last != null) {
      claims.drop(last.sequence);
    }
  }

  /** Whether a chunk of a call waits here behind the one that is run. */
  boolean hasAhead(Call call) {
    return assigned.stream().skip(1).anyMatch(chunk -> chunk.call == call);
  }

  /**
   * Takes back all chunks that the worker has not claimed. The worker skips their frames.
   *
   * @return the chunks, in order
   */
  Deque<Chunk> takeBack() {
    long claimed = claims.revoke(epoch);
    epoch++;
    if (kept != null) {
      forget(kept); // a frame that is skipped may be the one that brought the function
    }
    Deque<Chunk> back = new ArrayDeque<>();
    while (!assigned.isEmpty() && assigned.getLast().sequence > claimed) {
      Chunk chunk = assigned.removeLast();
      back.addFirst(chunk);
      tasksLeft += chunk.count();
    }
    return back;
  }

  /** Tells the worker that the function of a call is not needed any more, if it keeps it. */
  boolean forget(Call call) {
    if (kept != call) {
      return false;
    }
    kept = null;
    channel.offer(new Frame(FrameType.FORGET, 0, 0, 0, 0, 0), Payload.EMPTY);
    return true;
  }

  void offerStop() {
    channel.offer(new Frame(FrameType.STOP, 0, 0, 0, 0, 0), Payload.EMPTY);
  }

  /** How many tasks the worker has begun and not reported. */
  int begunTasks() {
    long claimed = claims.claimed();
    int begun = 0;
    for (Chunk chunk : assigned) {
      if (chunk.sequence < claimed) {
        begun += chunk.count() - chunk.reported;
      } else if (chunk.sequence == claimed) {
        begun += Math.max(0, claims.begun(claimed) - chunk.reported);
      }
    }
    return begun;
  }

  /** What the worker does now. */
  WorkerStats describe(long now) {
    Chunk chunk = claimed();
    int begun = chunk == null ? 0 : claims.begun(chunk.sequence);
    Optional<WorkerStats.Running> running = Optional.empty();
    if (chunk != null && begun > chunk.reported) {
      long time = Math.max(0, Math.min(now - claims.clock(), now - since));
      running =
          Optional.of(
              new WorkerStats.Running(
                  begun, chunk.count(), chunk.attempt + 1, Duration.ofNanos(time)));
    }
    Duration age = Duration.ofNanos(now - since);
    return new WorkerStats(process.pid(), state.told(), age, tasksDone, running);
  }

  /**
   * Sends what is in line. That the worker has gone is noticed by who reads from it, and only when
   * all has been read that it had sent before: those answers count.
   */
  void push() {
    try {
      channel.push();
    } catch (IOException e) {
      System.getLogger(Lane.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "a worker has gone", e);
    }
  }
}
