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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells a pool's listeners what happens: in order, one after the other, on the callback threads.
 */
final class Listeners implements SlotEvents {
  private final List<PoolListener> listeners;
  private final Executor callbacks;

  /** Events; each is made when it is its turn to be told. */
  private final Queue<Supplier<Consumer<PoolListener>>> untold = new ArrayDeque<>();

  /** Is run before the end is told. */
  private volatile Runnable beforeEnd = () -> {};

  private boolean telling;
  private boolean ended;

  Listeners(List<PoolListener> listeners, Executor callbacks) {
    this.listeners = new CopyOnWriteArrayList<>(listeners);
    this.callbacks = callbacks;
  }

  /** A listener that comes after the end is told so. */
  void add(PoolListener listener) {
    boolean late;
    synchronized (untold) {
      listeners.add(listener);
      late = ended;
    }
    if (late) {
      tell(told(List.of(listener), PoolListener::poolEnded));
    }
  }

  boolean remove(PoolListener listener) {
    return listeners.remove(listener);
  }

  boolean anyIs(Class<? extends PoolListener> type) {
    return listeners.stream().anyMatch(type::isInstance);
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
  public void replaced(long pid, long successor) {
    tell(listener -> listener.workerReplaced(pid, successor));
  }

  @Override
  public void lost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
    tell(listener -> listener.workerLost(pid, status, tasksLost, why));
  }

  @Override
  public void stopped(long pid, ExitStatus status, WorkerEnd why) {
    tell(listener -> listener.workerStopped(pid, status, why));
  }

  void beforeEnd(Runnable action) {
    beforeEnd = action;
  }

  @Override
  public void ended() {
    beforeEnd.run();
    List<PoolListener> all;
    synchronized (untold) {
      ended = true;
      all = List.copyOf(listeners);
    }
    tell(told(all, PoolListener::poolEnded));
  }

  /** An event for some listeners only. */
  private static Consumer<PoolListener> told(
      List<PoolListener> some, Consumer<PoolListener> event) {
    return listener -> {
      if (some.contains(listener)) {
        event.accept(listener);
      }
    };
  }

  private void tell(Consumer<PoolListener> event) {
    tellWhenDue(() -> event);
  }

  /** Tells an event that is made when all that has happened before has been told. */
  void tellWhenDue(Supplier<Consumer<PoolListener>> event) {
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
      Supplier<Consumer<PoolListener>> next;
      synchronized (untold) {
        next = untold.poll();
        if (next == null) {
          telling = false;
          return;
        }
      }
      Consumer<PoolListener> event = next.get();
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
