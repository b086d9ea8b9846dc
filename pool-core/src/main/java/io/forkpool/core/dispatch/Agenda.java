package io.forkpool.core.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is to happen at a later time: chunks that wait for another attempt, and deadlines of calls.
 * Nothing of a call is left here when the call has ended. Guarded by the dispatcher's lock.
 *
 * <p>Whoever puts something in that is due before all else wakes the thread that keeps the time,
 * which then asks again how long it may sleep.
 */
final class Agenda {
  private static final long NEVER = Long.MAX_VALUE;

  /** A moment; its chunk is to be run then, or its call fails if there is none. */
  private record Entry(long at, long number, Call call, Chunk chunk) {}

  private final Ticker ticker;
  private final Runnable alarm;
  private final long origin;
  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private final Map<Call, List<Entry>> ofCalls = new IdentityHashMap<>();
  private long numbers;
  private long waitingTasks;

  /**
   * Makes an empty one.
   *
   * @param alarm is run, without the lock, when something is due earlier than all before
   */
  Agenda(Ticker ticker, Runnable alarm) {
    this.ticker = ticker;
    this.alarm = alarm;
    this.origin = ticker.nanos();
  }

  /** Has a chunk run again after a time. */
  void retryAfter(long nanos, Chunk chunk, Effects effects) {
    waitingTasks += chunk.count();
    add(nanos, chunk.call, chunk, effects);
  }

  /** Has a call fail after a time. */
  void failAfter(long nanos, Call call, Effects effects) {
    add(nanos, call, null, effects);
  }

  private void add(long nanos, Call call, Chunk chunk, Effects effects) {
    long now = now();
    long before = next();
    Entry entry = new Entry(nanos < NEVER - now ? now + nanos : NEVER, numbers++, call, chunk);
    entries.add(entry);
    ofCalls.computeIfAbsent(call, key -> new ArrayList<>(1)).add(entry);
    if (entry.at < before) {
      effects.then(alarm);
    }
  }

  /** Takes the chunks out whose time has come, in its order. */
  Deque<Chunk> dueChunks() {
    Deque<Chunk> due = new ArrayDeque<>();
    long now = now();
    for (Entry entry : new ArrayList<>(entries.headSet(upTo(now), true))) {
      if (entry.chunk != null) {
        remove(entry);
        due.add(entry.chunk);
      }
    }
    return due;
  }

  /** Takes the calls out whose deadline has passed. */
  List<Call> overdueCalls() {
    List<Call> overdue = new ArrayList<>();
    for (Entry entry : new ArrayList<>(entries.headSet(upTo(now()), true))) {
      if (entry.chunk == null) {
        remove(entry);
        overdue.add(entry.call);
      }
    }
    return overdue;
  }

  private static Entry upTo(long time) {
    return new Entry(time, Long.MAX_VALUE, null, null);
  }

  private void remove(Entry entry) {
    List<Entry> others = ofCalls.get(entry.call);
    others.remove(entry);
    if (others.isEmpty()) {
      ofCalls.remove(entry.call);
    }
    forget(entry);
  }

  private void forget(Entry entry) {
    entries.remove(entry);
    waitingTasks -= entry.chunk == null ? 0 : entry.chunk.count();
  }

  /** A call has ended. */
  void drop(Call call) {
    List<Entry> its = ofCalls.remove(call);
    if (its != null) {
      its.forEach(this::forget);
    }
  }

  /** How many tasks wait to be run again. */
  long waitingTasks() {
    return waitingTasks;
  }

  /** How long until something is due; the longest time there is if nothing is. */
  long nanosToNext() {
    long next = next();
    return next == NEVER ? NEVER : Math.max(0, next - now());
  }

  private long next() {
    return entries.isEmpty() ? NEVER : entries.first().at;
  }

  private long now() {
    return ticker.nanos() - origin;
  }
}
