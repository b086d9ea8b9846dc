package io.forkpool.posix;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The fork server at work: one thread that waits for the application and for its children at once,
 * and owns both. A child's exit status is told after the child was reaped, and nobody but this
 * thread reaps.
 */
final class ServerLoop {
  /** After so long without children the application may hang up. */
  private static final int IDLE_MILLIS =
      (int) TimeUnit.SECONDS.toMillis(Integer.getInteger("forkpool.server.idleSeconds", 60));

  /** How often children are looked at on a kernel that cannot tell of their end. */
  private static final int LOOK_MILLIS = 5;

  private static final int NONE = -1;

  private final Native system;
  private final ServerConnection application;
  private final List<Child> children = new ArrayList<>();

  /** A child, its {@code pidfd}, and the end of its stderr that the application has yet to open. */
  private static final class Child {
    final long number;
    final int pid;
    final int exit;
    int errors;

    Child(long number, int pid, int exit, int errors) {
      this.number = number;
      this.pid = pid;
      this.exit = exit;
      this.errors = errors;
    }
  }

  ServerLoop(Native system, ServerConnection application) {
    this.system = system;
    this.application = application;
  }

  /** Serves until the application has gone. */
  void run() throws IOException {
    try {
      while (true) {
        if (await()) {
          serve(application.receive());
        }
        reap();
      }
    } catch (EOFException e) {
      // The children look after themselves: each has a connection to the application of its own.
    }
  }

  /** Waits for something to do; returns whether the application has said something. */
  private boolean await() throws IOException {
    int[] descriptors = new int[1 + children.size()];
    boolean[] readable = new boolean[descriptors.length];
    descriptors[0] = application.descriptor();
    int timeout = children.isEmpty() ? IDLE_MILLIS : -1;
    for (int i = 1; i < descriptors.length; i++) {
      Child child = children.get(i - 1);
      descriptors[i] = child.errors == NONE ? child.exit : NONE; // see reap()
      if (child.exit == NONE) {
        timeout = LOOK_MILLIS;
      }
    }
    if (system.poll(descriptors, readable, timeout) == 0 && children.isEmpty()) {
      application.send(new ServerMessage.Idle(0));
    }
    return readable[0];
  }

  private void serve(ServerMessage message) throws IOException {
    if (message instanceof ServerMessage.Start start) {
      start(start);
    } else if (message instanceof ServerMessage.Opened opened) {
      for (Child child : children) {
        if (child.number == opened.child()) {
          closeErrors(child);
        }
      }
    } else {
      throw new IOException("a fork server does not expect " + message);
    }
  }

  private void closeErrors(Child child) throws PosixException {
    if (child.errors != NONE) {
      system.close(child.errors);
      child.errors = NONE;
    }
  }

  private void start(ServerMessage.Start start) throws IOException {
    int[] pipe = system.pipe();
    try {
      ForkOptions options = ForkOptions.isolated().withStandard(-1, -1, pipe[1]);
      int pid = Forker.fork(new ForkRequest(() -> live(start), options)).pid();
      children.add(new Child(start.child(), pid, exitDescriptor(pid), pipe[0]));
      application.send(new ServerMessage.Started(start.child(), pid, pipe[0]));
    } catch (ForkException e) {
      system.close(pipe[0]);
      application.send(new ServerMessage.Refused(start.child(), e.getMessage()));
    } finally {
      system.close(pipe[1]);
    }
  }

  private int exitDescriptor(int pid) {
    try {
      return system.pidDescriptor(pid);
    } catch (PosixException e) {
      return NONE;
    }
  }

  /** In the child. */
  private static void live(ServerMessage.Start start) throws Exception {
    ForkedProgram.begin(start.name());
    ForkedProgram.instantiate(start.program()).run(start.argument());
  }

  private void reap() throws IOException {
    int[] status = new int[1];
    for (Iterator<Child> each = children.iterator(); each.hasNext(); ) {
      Child child = each.next();
      // The pipe's number must not name another child's while the application may still open it.
      if (child.errors == NONE && system.waitpid(child.pid, status, Native.WNOHANG) == child.pid) {
        each.remove();
        if (child.exit != NONE) {
          system.close(child.exit);
        }
        application.send(new ServerMessage.Exited(child.number, status[0]));
      }
    }
  }
}
