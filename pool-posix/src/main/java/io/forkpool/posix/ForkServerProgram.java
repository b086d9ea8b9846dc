package io.forkpool.posix;

import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildProgram;
import java.util.concurrent.FutureTask;

/**
 * The fork server: a JVM whose only Java thread of its own forks children when its application asks
 * for them. A fork of it has no ghosts, no locks that others hold, and the memory that it has
 * prepared: classes, what {@code preload} has left, one collection's worth of compact heap.
 *
 * <p>It ends when its application has gone, however that went: the connection ends then. While it
 * prepares, which may take any time, a thread looks after that, and another one loads native code;
 * both have gone when it serves.
 */
public final class ForkServerProgram implements ChildProgram {
  /** Public, since it is named to the JVM that runs it. */
  public ForkServerProgram() {}

  @Override
  public void run(byte[] argument) throws Exception {
    ServerOrder order = ServerOrder.decode(argument);
    OrphanGuard guard = OrphanGuard.start();
    FutureTask<Connected> connecting = new FutureTask<>(() -> connect(order));
    Thread connector = new Thread(null, connecting, "forkpool-server-connector");
    connector.start();
    prepare(order);
    Connected connected = connecting.get();
    connector.join();
    guard.stop();
    System.gc(); // what has survived lies together: fewer pages are written to by children
    ChildProgram program = ForkedProgram.instantiate(order.program());
    ServedKind kind = ServedKind.of(order.role(), program, connected.interrupt, Native.get());
    Reserve reserve = new Reserve(Native.get(), order.spares(), kind);
    new ServerLoop(Native.get(), connected.application, reserve).run();
    Native.get().exit(0); // whatever threads the preload action has left behind
  }

  /** For the class-data archive of servers: what one loads before it forks. */
  @Override
  public void prepare() throws Exception {
    Native.get().getpid();
    Forker.prepare();
  }

  /**
   * What native code gave.
   *
   * @param application the connection
   * @param interrupt what this JVM did at SIGINT
   */
  private record Connected(MessageChannel application, byte[] interrupt) {}

  /** What takes native code, which is loaded while the main thread prepares. */
  private static Connected connect(ServerOrder order) {
    try {
      Native system = Native.get();
      // Ctrl-C at a terminal: the application decides what it means.
      byte[] interrupt = system.ignore(Native.SIGINT);
      MessageChannel application = MessageChannel.open(system, order);
      try {
        Forker.prepare();
      } catch (ForkException e) {
        // Each child that is asked for is refused with this cause.
        System.getLogger(ForkServerProgram.class.getPackageName())
            .log(System.Logger.Level.DEBUG, "this fork server cannot fork", e);
      }
      return new Connected(application, interrupt);
    } catch (Throwable t) {
      t.printStackTrace(); // the last words, which the application shows
      Runtime.getRuntime().halt(1);
      throw new AssertionError(t);
    }
  }

  private static void prepare(ServerOrder order) throws Exception {
    if (order.preload().isPresent()) {
      ChildEntry.Named preload = order.preload().get();
      ForkedProgram.instantiate(preload.programClass()).run(preload.argument());
    }
    ForkedProgram.instantiate(order.program()).prepare();
  }
}
