package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.WorkerEnd;
import io.forkpool.WorkerInitializationException;
import io.forkpool.WorkerStats;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.dispatch.Departure;
import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Lane;
import io.forkpool.spi.ChildHandle;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One place of a pool for a worker, with a thread of its own that owns whatever process is in it,
 * from its start to its last exit status.
 *
 * <p>While the slot is vacant its thread waits until another worker is wanted ({@link
 * Dispatcher#awaitVacancy}). Else it waits in three places, and each wait ends when the worker
 * dies: for the worker to become ready ({@link WorkerStarter}), for something to do ({@link
 * Dispatcher#awaitTurn}, signalled by the process's exit), and for an answer (end of stream). A
 * dead worker's stream could be kept open by a descendant that inherited it; so a moment after the
 * exit the channel ends in any case, behind what it has received.
 */
final class WorkerSlot implements Runnable {
  /** How long a worker may take to run its shutdown hooks when it is told to stop. */
  private static final long STOP_MILLIS = 5_000;

  /** How long a process whose channel has ended may take to end itself. */
  private static final long DEATH_MILLIS = 1_000;

  /** How long answers of a dead worker may still be under way. */
  private static final long LINGER_MILLIS = 200;

  private static final int KILL_SECONDS = 10;
  private static final long RETRY_MILLIS = 50;
  private static final System.Logger LOGGER = System.getLogger("io.forkpool");

  private final String name;
  private final Dispatcher dispatcher;
  private final WorkerStarter starter;
  private final RestartLimiter limiter;
  private final HeadStart headStart;
  private final SlotEvents events;
  private final Starting starting = new Starting();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** The process that is being started, which belongs to no lane yet. */
  private volatile ChildHandle beingStarted;

  private volatile long startedAt;

  /** The worker that was in this slot before; 0 if none was. For the slot's thread. */
  private long predecessor;

  /** The lifeline of the process that is in this slot now, once it has connected. */
  private volatile Lifeline lifeline;

  WorkerSlot(
      String name,
      Dispatcher dispatcher,
      WorkerStarter starter,
      RestartLimiter limiter,
      HeadStart headStart,
      SlotEvents events) {
    this.name = name;
    this.dispatcher = dispatcher;
    this.starter = starter;
    this.limiter = limiter;
    this.headStart = headStart;
    this.events = events;
  }

  /** No worker is needed any more: one that is being started is killed. */
  void stop() {
    stopping.countDown();
    killStarting();
    synchronized (starting) {
      if (starting.thread != null) {
        starting.thread.interrupt();
      }
    }
  }

  /** The thread of a slot, as long as it may be interrupted: while it waits for a process. */
  private static final class Starting {
    private Thread thread;
  }

  private void killStarting() {
    ChildHandle child = beingStarted;
    if (child != null && stopping.getCount() == 0) {
      child.kill();
    }
  }

  Optional<Lifeline> lifeline() {
    return Optional.ofNullable(lifeline);
  }

  /** The process in this slot that is not ready yet. */
  Optional<WorkerStats> starting() {
    return Optional.ofNullable(beingStarted)
        .map(
            child ->
                new WorkerStats(
                    child.pid(),
                    WorkerStats.State.STARTING,
                    Duration.ofNanos(System.nanoTime() - startedAt),
                    0,
                    Optional.empty()));
  }

  /** Whether the last worker has gone. */
  CountDownLatch ended() {
    return ended;
  }

  @Override
  public void run() {
    try {
      int number = 0;
      while (dispatcher.lanes().awaitVacancy()) {
        if (number == 0) {
          headStart.await();
        }
        number++;
        liveOnce(name + "." + number);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("a slot's thread is interrupted during a start only", e);
    } finally {
      ended.countDown();
    }
  }

  private void liveOnce(String workerName) throws InterruptedException {
    Worker worker;
    long begun = limiter.starting();
    interruptible(Thread.currentThread());
    try {
      worker = starter.start(workerName, this::noteStarted, met -> lifeline = met);
    } catch (StartFailure e) {
      headStart.over();
      beingStarted = null;
      lifeline = null;
      interruptible(null);
      dispatcher.lanes().startFailed();
      startFailed(e, begun);
      return;
    }
    limiter.started();
    ChildHandle child = worker.handle();
    Lane lane =
        dispatcher
            .lanes()
            .join(new ProcessTree(child), worker.channel(), worker.claims(), worker.codec());
    headStart.ready();
    if (!lane.isDrivenBySlot()) {
      headStart.over(); // nothing waits for its answer
    }
    events.ready(child.pid(), worker.startupNanos());
    if (predecessor != 0) { // one that has left since it was idle has no successor
      events.replaced(predecessor, child.pid());
    }
    predecessor = child.pid();
    beingStarted = null;
    child.onExit().thenRun(() -> exited(lane));
    if (!serve(lane)) {
      child.kill();
    }
    end(lane, worker);
  }

  /** From here on, or no more: then an interrupt that has come is forgotten. */
  private void interruptible(Thread thread) {
    synchronized (starting) {
      starting.thread = thread;
      if (thread == null) {
        Thread.interrupted();
      } else if (stopping.getCount() == 0) {
        thread.interrupt();
      }
    }
  }

  private void noteStarted(ChildHandle child) {
    interruptible(null);
    startedAt = System.nanoTime();
    beingStarted = child;
    events.started(child.pid());
    if (!child.heldLocks().isEmpty()) {
      events.locksHeldAtFork(child.pid(), child.heldLocks());
    }
    killStarting();
  }

  private void startFailed(StartFailure failure, long begun) throws InterruptedException {
    if (!dispatcher.wantsWorkers()) {
      return;
    }
    if (failure.isFinal() || limiter.startFailed(begun)) {
      dispatcher.breakDown(
          new WorkerInitializationException(
              "the pool's workers cannot be made ready: " + failure.getMessage(),
              failure.getCause()));
    } else {
      LOGGER.log(Level.WARNING, name + " is tried again: " + failure.getMessage());
      stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void exited(Lane lane) {
    dispatcher.lanes().exited(lane);
    CompletableFuture.delayedExecutor(LINGER_MILLIS, TimeUnit.MILLISECONDS)
        .execute(lane.channel()::endBehindReceived);
  }

  /** Takes answers in while the worker lives; returns whether it behaved. */
  private boolean serve(Lane lane) throws InterruptedException {
    try {
      while (dispatcher.lanes().awaitTurn(lane)) {
        while (lane.isDrivenBySlot()) {
          lane.answers().read();
          headStart.over();
        }
      }
    } catch (MalformedFrameException e) {
      LOGGER.log(Level.ERROR, name + " sent what makes no sense; its worker is killed", e);
      return false;
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "the channel of " + name + " has ended", e);
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.ERROR, "cannot take in what " + name + " sent; its worker is killed", e);
      return false;
    }
    return true;
  }

  private void end(Lane lane, Worker worker) throws InterruptedException {
    ChildHandle child = worker.handle();
    long grace = lane.isStopping() ? STOP_MILLIS : DEATH_MILLIS;
    ExitStatus status = ProcessEnd.await(child, grace, KILL_SECONDS);
    lifeline = null;
    worker.close();
    Departure end =
        dispatcher
            .lanes()
            .leave(
                lane, new WorkerLoss(child.pid(), status, child.lastErrorLines(), lane.cutOffBy()));
    if (end.why() == WorkerEnd.IDLE) {
      predecessor = 0;
    }
    if (!end.why().isLoss()) {
      events.stopped(child.pid(), status, end.why());
      return;
    }
    events.lost(child.pid(), status, end.tasksLost(), end.why());
    if (!lane.isCondemned()) { // a worker that the pool has killed is no sign of trouble
      stopping.await(limiter.lost(), TimeUnit.NANOSECONDS);
    }
  }
}
