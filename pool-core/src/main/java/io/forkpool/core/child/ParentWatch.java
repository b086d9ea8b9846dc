package io.forkpool.core.child;

import io.forkpool.spi.ChildProgram;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its parent has gone, busy or not: the private stream from the parent ends
 * then, whatever ended the parent, since the kernel closes its side. {@link Runtime#halt} and not
 * exit: a task must not be able to delay it by a shutdown hook.
 */
final class ParentWatch implements Runnable {
  /** The exit code of a child whose parent died; nobody is left to read it but {@code init}. */
  private static final int PARENT_GONE = 1;

  private final InputStream parent;
  private volatile ChildProgram program;

  private ParentWatch(InputStream parent) {
    this.parent = parent;
  }

  static ParentWatch start(InputStream parent) {
    ParentWatch watch = new ParentWatch(parent);
    Thread thread = new Thread(null, watch, "forkpool-parent-watch", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Says who gets the parent's messages from now on. */
  void deliverTo(ChildProgram receiver) {
    this.program = receiver;
  }

  @Override
  public void run() {
    TerminalInterrupt.ignore();
    try {
      int message;
      while ((message = parent.read()) >= 0) {
        ChildProgram receiver = program;
        if (receiver != null) {
          receiver.control(message);
        }
      }
    } catch (IOException e) {
      // No end of stream, but no parent either: the same.
      Runtime.getRuntime().halt(PARENT_GONE);
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }
}
