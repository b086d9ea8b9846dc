package io.forkpool.core.broker;

import io.forkpool.core.channel.Door;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a process's connections with brokers, and those of its own broker: on one thread at a time,
 * that of the {@linkplain Leadership leader}, which below is "the loop's thread". Mostly that is a
 * daemon that lives as long as the process. Nothing that it calls may wait. Thread-safe.
 *
 * <p>A fork has the parent's loop in memory, and not its thread: {@link #ofThisProcess} gives it
 * one of its own.
 */
final class EventLoop implements Runnable {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final AtomicReference<EventLoop> CURRENT = new AtomicReference<>();

  /** Well within the time after which a directory counts as left behind. */
  private static final long KEEP_ALIVE_MILLIS = TimeUnit.MINUTES.toMillis(20);

  private final long pid;
  private final Selector selector;
  private final Thread thread;
  private final Leadership leadership;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Map<Door, DoorOwner> owners = new ConcurrentHashMap<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  private EventLoop(long pid, Selector selector) {
    this.pid = pid;
    this.selector = selector;
    this.thread = new Thread(null, this, "forkpool-broker", 512 * 1024);
    thread.setDaemon(true);
    this.leadership = new Leadership(thread, System::nanoTime);
  }

  /** No lock: a thread of the parent may have held it when this process was forked. */
  static EventLoop ofThisProcess() {
    long pid = ThisProcess.pid();
    while (true) {
      EventLoop current = CURRENT.get();
      if (current != null && current.pid == pid) {
        return current;
      }
      EventLoop fresh = open(pid);
      if (CURRENT.compareAndSet(current, fresh)) {
        fresh.thread.start();
        return fresh;
      }
      fresh.discard();
    }
  }

  private static EventLoop open(long pid) {
    try {
      return new EventLoop(pid, Selector.open());
    } catch (IOException e) {
      throw new UncheckedIOException("shared objects need a selector", e);
    }
  }

  private void discard() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a door whose guests are given to its owner on this loop's thread. */
  Door openDoor(DoorOwner owner) throws IOException {
    Door door = Door.open(selector);
    owners.put(door, owner);
    wakeup();
    return door;
  }

  /** Closes a door behind which nobody is. */
  void closeDoor(Door door) {
    execute(
        () -> {
          owners.remove(door);
          try {
            door.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Who takes connections over that have proven themselves. */
  @FunctionalInterface
  interface DoorOwner {
    void welcome(SelectionKey guest);
  }

  SelectionKey register(SocketChannel socket, Wire wire) throws IOException {
    SelectionKey key = socket.register(selector, SelectionKey.OP_READ, wire);
    wakeup();
    return key;
  }

  /** Runs something on the loop's thread, soon; it must not wait. */
  void execute(Runnable task) {
    tasks.add(task);
    wakeup();
  }

  void wakeup() {
    if (!isCurrentThread()) {
      selector.wakeup();
      leadership.call();
    }
  }

  boolean isCurrentThread() {
    return leadership.isLedByThisThread();
  }

  Leadership leadership() {
    return leadership;
  }

  /** On the leader's thread: takes in what has come, or waits until something comes. */
  void read(long millis) {
    try {
      selector.select(millis);
      for (SelectionKey key : selector.selectedKeys()) {
        handle(key, buffer);
      }
      selector.selectedKeys().clear();
    } catch (Throwable e) {
      // Of one connection, which is closed by its own handling; the others go on.
      log("a connection of shared objects failed", e);
      selector.selectedKeys().clear();
    }
    runTasks();
  }

  @Override
  public void run() {
    long kept = System.nanoTime();
    while (true) {
      Thread.interrupted(); // a listener's stray interrupt must not spin here
      if (leadership.lead()) {
        read(KEEP_ALIVE_MILLIS);
        leadership.hasRead();
      }
      if (System.nanoTime() - kept > TimeUnit.MILLISECONDS.toNanos(KEEP_ALIVE_MILLIS) / 2) {
        kept = System.nanoTime();
        owners.keySet().forEach(Door::keepAlive);
      }
    }
  }

  private void handle(SelectionKey key, ByteBuffer input) throws IOException {
    if (key.attachment() instanceof Wire wire) {
      wire.ready(key, input);
      return;
    }
    Optional<Door> door = Door.of(key);
    if (door.isPresent()) {
      Optional<Door.Guest> guest = door.get().handle(key);
      if (guest.isPresent()) {
        owners.get(door.get()).welcome(key);
      }
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      try {
        task.run();
      } catch (Throwable e) {
        log("a listener of a shared object failed", e);
      }
    }
  }

  private static void log(String message, Throwable e) {
    System.getLogger("io.forkpool").log(System.Logger.Level.WARNING, message, e);
  }
}
