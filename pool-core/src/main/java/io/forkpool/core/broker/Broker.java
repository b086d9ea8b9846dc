package io.forkpool.core.broker;

import io.forkpool.PoolException;
import io.forkpool.core.channel.Door;
import io.forkpool.core.channel.Endpoint;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the state of the shared objects that this process has made, for itself and for other
 * processes. Lives as long as the process. Thread-safe.
 */
public final class Broker {
  private static final AtomicReference<Broker> CURRENT = new AtomicReference<>();

  private static final int FIRST_SWEEP = 64;

  private final long pid;
  private final LocalSession local;
  private final EventLoop loop;
  private final Door door;
  private final Endpoint endpoint;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Resource> resources = new HashMap<>();
  private final Set<RemoteSession> sessions = new LinkedHashSet<>();

  /** Have something in line that is sent before the lock is given back. */
  private final Set<RemoteSession> unflushed = new LinkedHashSet<>();

  private long lastId;

  /** When there are so many resources, those that are over are looked for. */
  private int sweepAt = FIRST_SWEEP;

  private Broker(long pid, EventLoop loop) throws IOException {
    this.pid = pid;
    this.local = new LocalSession(this, loop);
    this.loop = loop;
    this.door = loop.openDoor(guest -> Wire.adopt(loop, guest, new RemoteSession(this).admitted()));
    this.endpoint = door.endpoint();
  }

  /**
   * Gives this process's broker, and makes it at the first call.
   *
   * @return the broker; in a fork another one than its parent's
   * @throws PoolException if there can be none, for instance because the temporary directory cannot
   *     be written to
   */
  public static Broker ofThisProcess() {
    Broker current = existing();
    return current != null ? current : make();
  }

  /** This process's broker; null if it has none yet. No lock: see {@link EventLoop}. */
  static Broker existing() {
    Broker current = CURRENT.get();
    return current != null && current.pid == ThisProcess.pid() ? current : null;
  }

  private static Broker make() {
    Broker fresh;
    try {
      fresh = new Broker(ThisProcess.pid(), EventLoop.ofThisProcess());
    } catch (IOException e) {
      throw new PoolException("shared objects cannot be reached by others: " + e.getMessage(), e);
    }
    if (CURRENT.compareAndSet(null, fresh) || replaceInherited(fresh)) {
      return fresh;
    }
    fresh.loop.closeDoor(fresh.door); // another thread was faster
    return existing();
  }

  private static boolean replaceInherited(Broker fresh) {
    Broker inherited = CURRENT.get();
    return inherited.pid != fresh.pid && CURRENT.compareAndSet(inherited, fresh);
  }

  /**
   * Takes a resource in.
   *
   * @param resource its state; touched by this broker alone from now on
   * @return where it is
   */
  public ResourceAddress add(Resource resource) {
    enter();
    try {
      if (resources.size() >= sweepAt) {
        sweep();
      }
      long id = ++lastId;
      resources.put(id, resource);
      return new ResourceAddress(endpoint, pid, id);
    } finally {
      leave();
    }
  }

  /**
   * Gives a resource up. Whoever asks it from now on learns that it is closed; requests that it has
   * not answered are its own affair, before this call. Does nothing if there is none.
   *
   * @param id the id of a resource of this broker
   */
  public void remove(long id) {
    enter();
    try {
      discard(id);
    } finally {
      leave();
    }
  }

  private void discard(long id) {
    resources.remove(id);
    for (RemoteSession session : List.copyOf(sessions)) {
      if (session.touched().remove(id)) {
        session.event(id, Message.of(Port.LOST));
      }
    }
  }

  /** At twice the number that is left the next time, so that each resource costs little. */
  private void sweep() {
    resources.entrySet().stream()
        .filter(each -> each.getValue().isOver())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::discard);
    sweepAt = Math.max(FIRST_SWEEP, 2 * resources.size());
  }

  long pid() {
    return pid;
  }

  EventLoop loop() {
    return loop;
  }

  LocalSession localSession() {
    return local;
  }

  /** Whether a resource is this broker's. */
  boolean keeps(ResourceAddress address) {
    return address.owner() == pid && address.broker().address().equals(endpoint.address());
  }

  /** Under the lock. */
  boolean has(long id) {
    return resources.containsKey(id);
  }

  void enter() {
    lock.lock();
  }

  /** Sends what has been put in line since {@link #enter}; so answers to many leave together. */
  void leave() {
    if (lock.getHoldCount() == 1 && !unflushed.isEmpty()) {
      for (RemoteSession session : unflushed) {
        session.flush();
      }
      unflushed.clear();
    }
    lock.unlock();
  }

  /** Under the lock. */
  void flushLater(RemoteSession session) {
    unflushed.add(session);
  }

  /** A connection has been let in. */
  void began(RemoteSession session) {
    enter();
    sessions.add(session);
    leave();
  }

  void handle(long id, Request request) {
    enter();
    try {
      Resource resource = resources.get(id);
      if (resource != null) {
        resource.handle(request);
      } else if (!request.answered()) {
        request.answer(Message.of(PendingAnswer.GONE));
      }
    } finally {
      leave();
    }
  }

  void cancel(long id, Request request) {
    enter();
    try {
      Resource resource = resources.get(id);
      if (!request.answered()) {
        if (resource == null) {
          request.answer(Message.of(PendingAnswer.GONE));
        } else {
          resource.cancel(request);
        }
      }
    } finally {
      leave();
    }
  }

  /** Under the lock: a process has gone. */
  void ended(RemoteSession session) {
    sessions.remove(session);
    unflushed.remove(session);
    for (long id : session.touched()) {
      Resource resource = resources.get(id);
      if (resource != null) {
        resource.sessionEnded(session);
      }
    }
  }
}
