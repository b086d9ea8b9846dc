package io.forkpool.posix;

import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ErrorTail;
import io.forkpool.spi.StartMethodProvider;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The start method {@code fork}: a child is a copy of this JVM, with all of its memory and none of
 * its user's threads but the one that forks. Its entry runs in memory; nothing is serialized.
 */
public final class ForkStartMethod implements StartMethodProvider {
  private static final Set<Class<?>> PREPARED = new HashSet<>();

  /** Public for {@link java.util.ServiceLoader}. */
  public ForkStartMethod() {}

  @Override
  public String name() {
    return "fork";
  }

  @Override
  public Availability availability() {
    return ForkAvailability.get();
  }

  /** Never the default: what a fork copies of a program with threads is for the program to know. */
  @Override
  public int preference() {
    return -1;
  }

  @Override
  public boolean sharesMemory() {
    return true;
  }

  @Override
  public ChildHandle start(ChildRequest request) throws IOException {
    if (!request.jvmArgs().isEmpty() || !request.environment().isEmpty()) {
      throw new IllegalArgumentException(
          "a forked child has this JVM's flags and environment, and cannot have others");
    }
    prepare(live(request.entry()).program());
    return switch (request.role()) {
      case WORKER -> startWorker(request);
      case PROCESS ->
          new ForkedHandle(
              fork(request, ForkOptions.isolated().withSockets()),
              Optional.empty(),
              request.name());
    };
  }

  private static ChildHandle startWorker(ChildRequest request) throws IOException {
    int[] pipe = Native.get().pipe();
    ErrorTail errors;
    try {
      errors = followErrors(pipe[0], request.name());
    } catch (IOException e) {
      Native.get().close(pipe[1]);
      throw e;
    }
    try {
      ForkOptions options = ForkOptions.isolated().withStderr(pipe[1]);
      return new ForkedHandle(fork(request, options), Optional.of(errors), request.name());
    } finally {
      Native.get().close(pipe[1]); // its end ends what follows it, if there is no child
    }
  }

  private static ForkedChild fork(ChildRequest request, ForkOptions options) throws IOException {
    try {
      return Forker.fork(
          new ForkRequest(() -> run(request), options.withHeldLocks(request.heldLocks())));
    } catch (ForkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What each child would load, this JVM loads once, before its first fork for that program. */
  private static void prepare(ChildProgram program) throws IOException {
    synchronized (PREPARED) {
      if (PREPARED.add(program.getClass())) {
        try {
          program.prepare();
        } catch (Exception e) {
          throw new IOException("a child's program cannot be prepared: " + e, e);
        }
      }
    }
  }

  /** Reads the pipe as any other stream: opens it anew by the name that Linux gives it. */
  private static ErrorTail followErrors(int descriptor, String name) throws IOException {
    try {
      return ErrorTail.follow(new FileInputStream("/proc/self/fd/" + descriptor), name);
    } finally {
      Native.get().close(descriptor);
    }
  }

  /** In the child. */
  private static void run(ChildRequest request) throws Exception {
    ForkedProgram.begin(request.name());
    if (request.preload().isPresent()) {
      live(request.preload().get()).program().run(new byte[0]);
    }
    live(request.entry()).program().run(new byte[0]);
  }

  private static ChildEntry.Live live(ChildEntry entry) {
    if (entry instanceof ChildEntry.Live live) {
      return live;
    }
    throw new IllegalArgumentException("fork runs what is in memory, not " + entry);
  }
}
