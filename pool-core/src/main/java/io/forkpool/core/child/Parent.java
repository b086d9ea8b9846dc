package io.forkpool.core.child;

import io.forkpool.ParentProcess;
import io.forkpool.PoolException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that has started this one. A thread looks whether it is still there, from when
 * somebody first wants to know.
 */
final class Parent implements ParentProcess, Runnable {
  private static final int LOOK_MILLIS = 100;

  private final long pid;
  private final String name;
  private Liveness liveness;
  private CompletableFuture<Void> exit;

  Parent(long pid, String name) {
    this.pid = pid;
    this.name = name;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isAlive() {
    return liveness().isAlive();
  }

  private synchronized Liveness liveness() {
    if (liveness == null) {
      liveness = new Liveness(pid);
    }
    return liveness;
  }

  @Override
  public void join() {
    join(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Override
  public boolean join(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || !isAlive()) {
      return !isAlive();
    }
    try {
      exit().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while waiting for the parent process to end", e);
    } catch (ExecutionException e) {
      throw new AssertionError("it completes with nothing", e);
    }
  }

  @Override
  public CompletableFuture<Void> onExit() {
    return exit().copy();
  }

  private synchronized CompletableFuture<Void> exit() {
    if (exit == null) {
      exit = new CompletableFuture<>();
      Thread thread = new Thread(null, this, "forkpool-parent-exit", 256 * 1024);
      thread.setDaemon(true);
      thread.start();
    }
    return exit;
  }

  @Override
  public void run() {
    try {
      while (isAlive()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("only a program that looks for this thread can interrupt it", e);
    }
    exit().complete(null);
  }
}
