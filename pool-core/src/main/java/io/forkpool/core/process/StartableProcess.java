package io.forkpool.core.process;

import io.forkpool.ChildProcess;
import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.PoolException;
import io.forkpool.core.child.Birth;
import io.forkpool.core.child.Nesting;
import io.forkpool.core.child.Self;
import io.forkpool.core.pipe.PassedEnds;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ChildRole;
import io.forkpool.spi.ProcessSettings;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The one kind of child process there is.
 *
 * <p>Its state is one atomic word, so no method waits for another one, and a copy of this process
 * finds no lock. The handle is written before the state says that there is one.
 */
final class StartableProcess implements ChildProcess {
  private final ProcessSettings settings;
  private final StartMethodProvider method;
  private final Children children;
  private final String lineage;
  private final String name;
  private final boolean daemon;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final PassedEnds passed = new PassedEnds();
  private ChildHandle handle;

  /** How a child is ended. */
  enum End {
    TERMINATE,
    KILL
  }

  StartableProcess(ProcessSettings settings, StartMethodProvider method, Children children) {
    this.settings = settings;
    this.method = method;
    this.children = children;
    this.lineage = Self.lineage(children.number());
    this.name = settings.name().orElse("Process-" + lineage);
    this.daemon = settings.daemon().orElse(Self.daemon());
  }

  @Override
  public void start() {
    requireOwn();
    if (!state.compareAndSet(State.NEW, State.STARTING)) {
      throw new IllegalStateException(
          this
              + (state.get() == State.CLOSED ? " is closed" : " was started before")
              + ": make another one");
    }
    try {
      handle = launch();
    } finally {
      if (handle == null) {
        passed.drop();
      }
      state.set(handle == null ? State.NEW : State.ALIVE);
    }
    try {
      passed.bind(handle.pid());
      children.started(this);
    } catch (RuntimeException | Error e) {
      handle.kill(); // for want of a thread, for instance
      throw e;
    } finally {
      handle.onExit().thenAccept(this::ended);
    }
  }

  private ChildHandle launch() {
    Birth birth =
        new Birth(
            name,
            lineage,
            daemon,
            settings.startMethod().toString(),
            ThisProcess.pid(),
            Self.name(),
            Nesting.next("process " + name));
    ChildEntry entry = entry(birth);
    try {
      return method.start(
          new ChildRequest(
              name,
              entry,
              Optional.empty(),
              settings.jvmArgs(),
              settings.environment(),
              Runtime.getRuntime().availableProcessors(),
              HeldLockPolicy.WARN,
              ChildRole.PROCESS));
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while starting process " + name, e.getCause());
    } catch (IOException e) {
      throw new PoolException("process " + name + " cannot be started: " + e.getMessage(), e);
    }
  }

  private ChildEntry entry(Birth birth) {
    if (method.sharesMemory()) {
      passed.refersTo(settings.target());
      return Target.live(birth, settings.target());
    }
    return passed.collect(() -> Target.named(birth, settings.target()));
  }

  private void ended(ExitStatus status) {
    passed.drop();
    state.set(State.ENDED);
    children.ended(this);
    exit.complete(status);
  }

  @Override
  public long pid() {
    return started().pid();
  }

  @Override
  public boolean isAlive() {
    requireOpen();
    return state.get() == State.ALIVE;
  }

  @Override
  public void join() {
    join(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Override
  public boolean join(Duration timeout) {
    started();
    try {
      exit.get(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while waiting for " + this + " to end", e);
    } catch (ExecutionException e) {
      throw new AssertionError("it completes with a status", e);
    }
  }

  @Override
  public OptionalInt exitCode() {
    requireOpen();
    ExitStatus status = exit.getNow(null);
    return status == null ? OptionalInt.empty() : status.exitCode();
  }

  @Override
  public void terminate() {
    started();
    endBy(End.TERMINATE);
  }

  @Override
  public void kill() {
    started();
    endBy(End.KILL);
  }

  /** Does nothing to one that has ended. */
  void endBy(End end) {
    if (!exit.isDone()) {
      switch (end) {
        case TERMINATE -> handle.terminate();
        case KILL -> handle.kill();
      }
    }
  }

  /** Waits for a while; an interrupt ends that. */
  void awaitEnd(long nanos) {
    try {
      exit.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // It is killed next.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("it completes with a status", e);
    }
  }

  @Override
  public void interrupt() {
    started();
    if (exit.isDone()) {
      return;
    }
    try {
      handle.interrupt();
    } catch (IOException e) {
      throw new PoolException(this + " cannot be interrupted: " + e.getMessage(), e);
    }
  }

  @Override
  public ProcessHandle toHandle() {
    Optional<ProcessHandle> found = ProcessHandle.of(started().pid());
    if (found.isEmpty() || exit.isDone()) { // another process may have its id by now
      throw new IllegalStateException(this + " has ended");
    }
    return found.get();
  }

  /**
   * What users have done then is done by a thread that nobody waits for: the one that learns of
   * exits might be the one that carries what a start has to say.
   */
  @Override
  public CompletableFuture<ExitStatus> onExit() {
    requireOpen();
    return exit.isDone() ? exit.copy() : exit.thenApplyAsync(Function.identity());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean daemon() {
    return daemon;
  }

  @Override
  public State state() {
    return state.get();
  }

  @Override
  public void close() {
    requireOwn();
    State now = state.get();
    while (now != State.CLOSED) {
      if (!now.canBecome(State.CLOSED)) {
        throw new IllegalStateException(
            this + " is alive: join it, or end it by terminate() or kill(), before it is closed");
      }
      if (state.compareAndSet(now, State.CLOSED)) {
        return;
      }
      now = state.get();
    }
  }

  private void requireOwn() {
    if (!children.isOwn()) {
      throw new IllegalStateException(
          "process " + name + " belongs to the process that has made it, of which this is a copy");
    }
  }

  private void requireOpen() {
    requireOwn();
    if (state.get() == State.CLOSED) {
      throw new IllegalStateException("process " + name + " is closed");
    }
  }

  private ChildHandle started() {
    requireOpen();
    State now = state.get();
    if (now == State.NEW || now == State.STARTING) {
      throw new IllegalStateException("process " + name + " was not started");
    }
    return handle;
  }

  /** Its name, its state, and its process id if it has one. */
  @Override
  public String toString() {
    State now = state.get();
    String id = now == State.ALIVE || now == State.ENDED ? ", pid " + handle.pid() : "";
    return "ChildProcess[" + name + id + ", " + now + "]";
  }
}
