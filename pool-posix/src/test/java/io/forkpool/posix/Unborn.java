package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The process of a server that the test plays. */
final class Unborn implements ChildHandle {
  /** Above Linux's greatest: the process does not exist. */
  static final int PID = 1 << 23;

  final AtomicInteger kills = new AtomicInteger();

  /** What whoever next asks for its id gets instead. */
  final AtomicReference<Error> failure = new AtomicReference<>();

  @Override
  public long pid() {
    Error thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw thrown;
    }
    return PID;
  }

  @Override
  public CompletableFuture<ExitStatus> onExit() {
    return CompletableFuture.completedFuture(new ExitStatus.Lost());
  }

  @Override
  public List<String> lastErrorLines() {
    return List.of();
  }

  @Override
  public void interrupt() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void terminate() {
    kill();
  }

  @Override
  public void kill() {
    kills.incrementAndGet();
  }
}
