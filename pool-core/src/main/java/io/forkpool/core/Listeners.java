package io.forkpool.core;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import io.forkpool.PoolListener;
import io.forkpool.WorkerEnd;
import io.forkpool.core.supervise.SlotEvents;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells a pool's listeners what happens: in order, one after the other, on the callback threads.
 */
final class Listeners implements SlotEvents {
  private final List<PoolListener> listeners;
  private final Executor callbacks;
  private final Queue<Consumer<PoolListener>> untold = new ArrayDeque<>();
  private boolean telling;

  Listeners(List<PoolListener> listeners, Executor callbacks) {
    this.listeners = listeners;
    this.callbacks = callbacks;
  }

  @Override
  public void started(long pid) {
    tell(listener -> listener.workerStarted(pid));
  }

  @Override
  public void locksHeldAtFork(long pid, List<HeldLock> locks) {
    tell(listener -> listener.locksHeldAtFork(pid, locks));
  }

  @Override
  public void ready(long pid, long startupNanos) {
    tell(listener -> listener.workerReady(pid, Duration.ofNanos(startupNanos)));
  }

  @Override
  public void lost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
    tell(listener -> listener.workerLost(pid, status, tasksLost, why));
  }

  @Override
  public void stopped(long pid, ExitStatus status, WorkerEnd why) {
    tell(listener -> listener.workerStopped(pid, status, why));
  }

  private void tell(Consumer<PoolListener> event) {
    if (listeners.isEmpty()) {
      return;
    }
    synchronized (untold) {
      untold.add(event);
      if (telling) {
        return;
      }
      telling = true;
    }
    callbacks.execute(this::tellAll);
  }

  private void tellAll() {
    while (true) {
      Consumer<PoolListener> event;
      synchronized (untold) {
        event = untold.poll();
        if (event == null) {
          telling = false;
          return;
        }
      }
      listeners.forEach(listener -> tellOne(listener, event));
    }
  }

  private static void tellOne(PoolListener listener, Consumer<PoolListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException | Error e) {
      System.getLogger("io.forkpool").log(Level.WARNING, "a pool's listener threw", e);
    }
  }
}
