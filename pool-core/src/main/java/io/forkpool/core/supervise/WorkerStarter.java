package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.PoolException;
import io.forkpool.WorkerLostException;
import io.forkpool.core.channel.Connections;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Rendezvous;
import io.forkpool.core.child.Birth;
import io.forkpool.core.child.Self;
import io.forkpool.core.child.WorkerProgram;
import io.forkpool.core.child.WorkerSetup;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.dispatch.Ticker;
import io.forkpool.core.outcome.Outcome;
import io.forkpool.core.outcome.OutcomeReader;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts one worker: process, meeting, greeting, initializer. Whatever goes wrong on the way, the
 * process is ended and reaped, and nothing of it is left. The waits are woken by the child's death.
 */
final class WorkerStarter {
  /** How long a started process may take to connect, on however busy a machine. */
  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(120);

  /**
   * How long a process whose connection has ended may take to end itself: its exit status tells
   * why.
   */
  private static final long DEATH_MILLIS = 1_000;

  private static final int REAP_SECONDS = 10;

  private final WorkerSpec spec;
  private final Ticker ticker;

  WorkerStarter(WorkerSpec spec, Ticker ticker) {
    this.spec = spec;
    this.ticker = ticker;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param name what it is called
   * @param started is told of the process as soon as there is one
   * @param met is told of its lifeline as soon as there is one
   */
  Worker start(String name, Consumer<ChildHandle> started, Consumer<Lifeline> met)
      throws StartFailure {
    long begin = ticker.nanos();
    Rendezvous meeting = openRendezvous();
    ChildHandle child;
    Connections connections;
    StartLimit limit;
    try (meeting) {
      child = startProcess(request(name, meeting));
      limit = StartLimit.of(spec.startTimeout(), child);
      started.accept(child);
      limit(child);
      connections = meet(child, meeting, limit);
    } catch (IOException e) {
      throw new StartFailure("a worker process cannot be started: " + e.getMessage(), e, false);
    }
    limit(child, connections);
    CodecSession codec =
        new CodecSession(
            spec.codec(), WorkerStarter.class.getClassLoader(), spec.acceptedResults());
    FrameChannel channel = open(child, connections);
    Lifeline lifeline = new Lifeline(child.pid(), connections.lifeline());
    met.accept(lifeline);
    try {
      awaitReady(channel, codec);
    } catch (IOException e) {
      lifeline.close();
      channel.close();
      throw died(child, limit.orElse("ended before it was ready"));
    } catch (StartFailure e) {
      lifeline.close();
      channel.close();
      ProcessEnd.await(child, DEATH_MILLIS, REAP_SECONDS);
      throw e;
    }
    if (!limit.met()) {
      lifeline.close();
      channel.close();
      throw died(child, limit.orElse("ended"));
    }
    return new Worker(child, channel, lifeline, meeting.claims(), codec, ticker.nanos() - begin);
  }

  /** A directory in which no socket can be made will not be better the next time. */
  private static Rendezvous openRendezvous() throws StartFailure {
    try {
      return Rendezvous.open();
    } catch (IOException e) {
      throw new StartFailure(e.getMessage(), e, true);
    }
  }

  /** A start method that fails in a way of its own must not take the slot's thread with it. */
  private ChildHandle startProcess(ChildRequest request) throws IOException {
    try {
      return spec.startMethod().start(request);
    } catch (RuntimeException | Error e) {
      throw new IOException("the start method failed: " + e, e);
    }
  }

  private ChildRequest request(String name, Rendezvous meeting) {
    WorkerSetup setup =
        new WorkerSetup(
            meeting.endpoint(),
            spec.codec().getClass().getName(),
            birth(name),
            spec.initializer(),
            spec.maxMemory(),
            spec.limits().limits().openFiles().isPresent());
    ChildEntry entry =
        spec.startMethod().sharesMemory()
            ? new ChildEntry.Live(new LiveWorker(setup))
            : new ChildEntry.Named(WorkerProgram.class.getName(), setup.encode());
    return new ChildRequest(
        name, entry, spec.preload(), spec.jvmArgs(), Map.of(), spec.workers(), spec.heldLocks());
  }

  /** A worker ends with this process, as a daemon does. */
  private Birth birth(String name) {
    return new Birth(
        name,
        "",
        true,
        spec.startMethod().name(),
        ThisProcess.pid(),
        Self.name(),
        spec.poolDepth());
  }

  /** A worker in a copy of this JVM. */
  private record LiveWorker(WorkerSetup setup) implements ChildProgram {
    @Override
    public void run(byte[] argument) throws Exception {
      new WorkerProgram().run(setup);
    }

    @Override
    public void prepare() throws Exception {
      new WorkerProgram().prepare();
    }
  }

  /**
   * At once, so that what runs before the first task is under the limits, too. A JVM that begins
   * sets some of them itself, for instance the greatest number of open files that it may have; so
   * they are set again when it is up.
   */
  private void limit(ChildHandle child) throws StartFailure {
    try {
      spec.limits().apply(child.pid());
    } catch (IOException e) {
      ProcessEnd.await(child, 0, REAP_SECONDS);
      throw new StartFailure("a worker cannot be limited: " + e.getMessage(), e, true);
    }
  }

  private void limit(ChildHandle child, Connections connections) throws StartFailure {
    try {
      limit(child);
    } catch (StartFailure e) {
      Sockets.close(connections.lifeline());
      Sockets.close(connections.frames());
      throw e;
    }
  }

  private Connections meet(ChildHandle child, Rendezvous meeting, StartLimit limit)
      throws IOException, StartFailure {
    child.onExit().thenRun(meeting::wakeup);
    Optional<Connections> connections;
    try {
      connections =
          meeting.accept(child.onExit()::isDone, ticker::nanos, ticker.nanos() + CONNECT_NANOS);
    } catch (IOException e) {
      ProcessEnd.await(child, 0, REAP_SECONDS);
      throw e;
    }
    if (connections.isEmpty()) {
      throw died(child, limit.orElse("ended, or said nothing, before it had connected"));
    }
    return connections.get();
  }

  private static FrameChannel open(ChildHandle child, Connections connections) throws StartFailure {
    try {
      return new FrameChannel(connections.frames());
    } catch (IOException e) {
      Sockets.close(connections.lifeline());
      ProcessEnd.await(child, 0, REAP_SECONDS);
      throw new StartFailure("a worker's connection cannot be set up: " + e, e, false);
    }
  }

  private static void awaitReady(FrameChannel channel, CodecSession codec)
      throws IOException, StartFailure {
    Frame frame = channel.next();
    if (frame.type() == FrameType.START_FAILED) {
      Outcome outcome = new OutcomeReader(channel, codec).read();
      if (outcome instanceof Outcome.Failure failure) {
        PoolException error = failure.error();
        Throwable cause = error.getCause() != null ? error.getCause() : error;
        throw new StartFailure("the initializer failed: " + cause, cause, true);
      }
    }
    if (frame.type() != FrameType.READY) {
      throw new MalformedFrameException("a worker sent " + frame + " before it was ready");
    }
  }

  private static StartFailure died(ChildHandle child, String when) {
    ExitStatus status = ProcessEnd.await(child, DEATH_MILLIS, REAP_SECONDS);
    List<String> words = child.lastErrorLines();
    WorkerLostException cause =
        new WorkerLostException(
            Obituary.of(child.pid(), status, words, when), child.pid(), status, words);
    return new StartFailure(cause.getMessage(), cause, false);
  }
}
