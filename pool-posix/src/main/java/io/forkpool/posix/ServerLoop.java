package io.forkpool.posix;

import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private final Native system;
  private final MessageChannel application;
  private final Reserve reserve;
  private final Map<Long, ServedChild> children = new LinkedHashMap<>();

  ServerLoop(Native system, MessageChannel application, Reserve reserve) {
    this.system = system;
    this.application = application;
    this.reserve = reserve;
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
    } finally {
      reserve.close();
    }
  }

  /** Waits for something to do; returns whether the application has said something. */
  private boolean await() throws IOException {
    int[] descriptors = new int[1 + children.size() + reserve.spares().size()];
    boolean[] readable = new boolean[descriptors.length];
    descriptors[0] = application.descriptor();
    int timeout = children.isEmpty() ? IDLE_MILLIS : -1;
    if (reserve.isShort()) {
      timeout = reserve.lullMillis();
    }
    int next = 1;
    for (ServedChild child : children.values()) {
      descriptors[next++] = child.errors() < 0 ? child.exit() : -1; // see reap()
      if (child.exit() < 0) {
        timeout = LOOK_MILLIS;
      }
    }
    for (ServedChild spare : reserve.spares()) {
      descriptors[next++] = spare.exit();
    }
    if (system.poll(descriptors, readable, timeout) == 0) {
      if (reserve.isShort()) {
        reserve.add();
      } else if (children.isEmpty()) {
        application.send(new ServerMessage.Idle());
      }
    }
    return readable[0];
  }

  private void serve(ServerMessage message) throws IOException {
    if (message instanceof ServerMessage.Start start) {
      start(start);
    } else if (message instanceof ServerMessage.Opened opened) {
      ServedChild child = children.get(opened.child());
      if (child == null) {
        throw new IOException("there is no child " + opened.child());
      }
      child.closeErrors();
    } else if (message instanceof ServerMessage.Interrupt interrupt) {
      ServedChild child = children.get(interrupt.child());
      if (child != null) { // else it has ended, and the application is being told
        child.interrupt();
      }
    } else {
      throw new IOException("a fork server does not expect " + message);
    }
  }

  private void start(ServerMessage.Start start) throws IOException {
    try {
      ServedChild child = reserve.begin(start);
      children.put(start.child(), child);
      application.send(new ServerMessage.Started(start.child(), child.pid(), child.errors()));
      reserve.learnFrom(start);
    } catch (ForkException e) {
      application.send(new ServerMessage.Refused(start.child(), e.getMessage()));
    }
  }

  private void reap() throws IOException {
    reserve.reap();
    int[] status = new int[1];
    for (Iterator<Map.Entry<Long, ServedChild>> each = children.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Long, ServedChild> next = each.next();
      // The pipe's number must not name another child's while the application may still open it.
      if (next.getValue().errors() < 0 && next.getValue().reap(status)) {
        each.remove();
        application.send(new ServerMessage.Exited(next.getKey(), status[0]));
      }
    }
  }
}
