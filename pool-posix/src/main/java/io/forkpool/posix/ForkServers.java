package io.forkpool.posix;

import io.forkpool.HeldLockPolicy;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The fork servers of this process: one for each {@link ServerKey}, started when it is first
 * needed, and again when it has gone since. They are hung up on when this JVM exits; the kernel
 * does so when it is killed. Thread-safe.
 */
final class ForkServers {
  /** The first JDK that warns of native libraries unless it was told of them. */
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  /** Children that each server makes ahead, at most: each has a megabyte or two of its own. */
  private static final int MOST_SPARES =
      Integer.getInteger(
          "forkpool.server.spares", Math.min(4, Runtime.getRuntime().availableProcessors()));

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<ServerKey, ForkServer> SERVERS = new HashMap<>();
  private static long lastNumber;

  /** In a fork of this process the servers are another's. */
  private static long owner;

  private ForkServers() {}

  /**
   * Has a child made.
   *
   * @throws InterruptedIOException if this thread is interrupted
   * @throws IOException if there is no child; the message says why
   */
  static ChildHandle start(ChildRequest request) throws IOException {
    ServerKey key = ServerKey.of(request);
    ChildEntry.Named entry = ServerKey.named(request.entry());
    while (true) {
      ChildHandle child = server(key).start(request.name(), entry.programClass(), entry.argument());
      if (child != null) {
        return child;
      } // it was closed in between
    }
  }

  private static ForkServer server(ServerKey key) throws IOException {
    lock();
    try {
      own();
      ForkServer server = SERVERS.get(key);
      if (server == null || !server.isOpen()) {
        SERVERS.values().removeIf(known -> !known.isOpen());
        server = launch(key);
        SERVERS.put(key, server);
      }
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether a process is one of the servers. */
  static boolean isServer(long pid) {
    LOCK.lock();
    try {
      return SERVERS.values().stream().anyMatch(server -> server.pid() == pid);
    } finally {
      LOCK.unlock();
    }
  }

  private static void lock() throws InterruptedIOException {
    try {
      LOCK.lockInterruptibly();
    } catch (InterruptedException e) {
      throw (InterruptedIOException)
          new InterruptedIOException("a start was interrupted").initCause(e);
    }
  }

  private static void own() throws IOException {
    long pid = ThisProcess.pid();
    if (owner != pid) {
      SERVERS.clear();
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(null, ForkServers::closeAll, "forkpool-servers-exit"));
      } catch (IllegalStateException e) {
        throw new IOException("this JVM is shutting down", e);
      }
      owner = pid;
    }
  }

  /** Their threads must not be in native code, which delays an exit. */
  private static void closeAll() {
    LOCK.lock();
    try {
      SERVERS.values().forEach(ForkServer::close);
    } finally {
      LOCK.unlock();
    }
  }

  private static ForkServer launch(ServerKey key) throws IOException {
    String name = "forkpool-server-" + ++lastNumber;
    try (ServerMeeting meeting = ServerMeeting.open()) {
      ServerOrder order =
          new ServerOrder(
              meeting.path(),
              meeting.token(),
              Math.min(key.siblings(), MOST_SPARES),
              key.program(),
              key.role(),
              key.preload().map(ServerKey.Preload::entry));
      ChildRequest request =
          new ChildRequest(
              name,
              new ChildEntry.Named(ForkServerProgram.class.getName(), order.encode()),
              Optional.empty(),
              flags(key.jvmArgs()),
              key.environment(),
              key.siblings(),
              HeldLockPolicy.WARN);
      ChildHandle process = StartMethodProvider.find("spawn").orElseThrow().start(request);
      SocketChannel connection;
      try {
        connection = meeting.await(process);
      } catch (IOException e) {
        process.kill();
        throw new IOException(
            "the fork server did not come up: " + String.join("\n", process.lastErrorLines()), e);
      }
      return new ForkServer(process, connection, name, key.role());
    }
  }

  /** What the server must have, whatever this JVM was started with; the user's own come last. */
  private static List<String> flags(List<String> jvmArgs) {
    List<String> flags = new ArrayList<>();
    if (jvmArgs.stream().noneMatch(flag -> flag.matches("-XX:[+-]Use\\w*GC"))) {
      flags.add("-XX:+UseSerialGC");
    }
    flags.add("-XX:-UseLargePages");
    if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    flags.addAll(jvmArgs);
    return flags;
  }
}
