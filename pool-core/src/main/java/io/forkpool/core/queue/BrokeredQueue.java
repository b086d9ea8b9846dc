package io.forkpool.core.queue;

import io.forkpool.OwnerLostException;
import io.forkpool.ProcessQueue;
import io.forkpool.ResourceClosedException;
import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.handle.TravelsByHandle;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A handle of a queue: looks at the values, and leaves the rest to its process's client. */
final class BrokeredQueue<T> extends AbstractQueue<T> implements ProcessQueue<T>, TravelsByHandle {
  private static final long serialVersionUID = 1L;

  private final ResourceAddress address;
  private final int capacity;

  /** What this handle has used last; in a fork that is the parent's. */
  private transient volatile QueueClient client;

  /** Kept reachable for {@link QueueResource}, by the handle that was made with it. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final transient Object maker;

  /**
   * Makes a handle.
   *
   * @param maker what tells the queue that its maker has this handle; null for others
   */
  BrokeredQueue(ResourceAddress address, int capacity, Object maker) {
    this.address = address;
    this.capacity = capacity;
    this.maker = maker;
  }

  private QueueClient client() {
    QueueClient last = client;
    QueueClient current = QueueClients.of(address, last);
    if (current != last) {
      client = current;
    }
    return current;
  }

  @Override
  public void put(T item) throws InterruptedException {
    offer(item, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean offer(T item) {
    return uninterrupted(() -> put(item, QueueClient.AT_ONCE));
  }

  @Override
  public boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
    requireNotInterrupted();
    return put(item, Math.max(QueueClient.AT_ONCE, unit.toNanos(timeout)));
  }

  private boolean put(T item, long nanos) throws InterruptedException {
    Objects.requireNonNull(item, "a queue takes no null");
    byte[] bytes;
    QueueClient client;
    try (ItemCodec codec = ItemCodec.lend()) {
      Payload encoded = codec.encode(item);
      client = client();
      if (client.push(encoded, nanos)) {
        return true;
      }
      bytes = encoded.toBytes();
    }
    return client.put(bytes, nanos);
  }

  @Override
  public T take() throws InterruptedException {
    return poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public T poll() {
    return taken(uninterrupted(() -> client().take(1, QueueClient.AT_ONCE)));
  }

  @Override
  public T poll(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = Math.max(QueueClient.AT_ONCE, unit.toNanos(timeout));
    requireNotInterrupted();
    return taken(client().take(1, nanos));
  }

  @Override
  public T peek() {
    return decoded(ifNotGone(() -> client().peek(), null));
  }

  /** What was taken nobody else has; what was peeked at is still in the queue. */
  private T taken(byte[] item) {
    T value = decoded(item);
    if (item != null) {
      SpareArrays.giveBack(item);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // it was put as a T
  private T decoded(byte[] item) {
    if (item == null) {
      return null;
    }
    try (ItemCodec codec = ItemCodec.lend()) {
      return (T) codec.decode(item);
    }
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public int drainTo(Collection<? super T> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super T> target, int most) {
    Objects.requireNonNull(target, "target");
    if (equals(target)) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int taken = 0;
    while (taken < most) {
      int more = most - taken;
      byte[] item =
          ifNotGone(() -> uninterrupted(() -> client().take(more, QueueClient.AT_ONCE)), null);
      if (item == null) {
        break;
      }
      target.add(taken(item));
      taken++;
    }
    return taken;
  }

  @Override
  public void clear() {
    ifNotGone(() -> client().number(QueueCall.CLEAR), 0L);
  }

  @Override
  public int size() {
    return ifNotGone(() -> (int) client().number(QueueCall.SIZE), 0);
  }

  @Override
  public int remainingCapacity() {
    return ifNotGone(() -> (int) client().number(QueueCall.ROOM), capacity);
  }

  @Override
  public Iterator<T> iterator() {
    throw unsupported("iterator");
  }

  @Override
  public boolean contains(Object item) {
    throw unsupported("contains");
  }

  @Override
  public boolean remove(Object item) {
    throw unsupported("remove");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        what + ": the items of a ProcessQueue are bytes in another process; take them instead");
  }

  @Override
  public void taskDone() {
    try {
      client().tell(QueueCall.TASK_DONE);
    } catch (ResourceClosedException e) {
      return; // closed, empty and forgotten: nobody waits for it
    }
  }

  @Override
  public void awaitTasks() throws InterruptedException {
    requireNotInterrupted();
    client().awaitTasks(Long.MAX_VALUE);
  }

  @Override
  public boolean awaitTasks(Duration timeout) throws InterruptedException {
    requireNotInterrupted();
    return client().awaitTasks(Math.max(0, nanos(timeout)));
  }

  private static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    try {
      client().tell(QueueCall.CLOSE);
    } catch (OwnerLostException | ResourceClosedException e) {
      return; // it is closed, in any sense
    }
  }

  @Override
  public boolean isClosed() {
    return ifNotGone(() -> client().number(QueueCall.IS_CLOSED) != 0, true);
  }

  /** Also two handles that came to this process by different ways. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BrokeredQueue<?> queue
        && QueueKey.of(address).equals(QueueKey.of(queue.address));
  }

  @Override
  public int hashCode() {
    return QueueKey.of(address).hashCode();
  }

  @Override
  public String toString() {
    return "queue "
        + address.resource()
        + " of process "
        + address.owner()
        + (capacity == Integer.MAX_VALUE ? "" : ", for " + capacity + " items");
  }

  @Override
  public Object writeReplace() {
    return new QueueHandle(address, capacity);
  }

  /** What a closed and empty queue says instead. */
  private static <R> R ifNotGone(Supplier<R> question, R otherwise) {
    try {
      return question.get();
    } catch (ResourceClosedException e) {
      return otherwise;
    }
  }

  @FunctionalInterface
  private interface Waiting<R> {
    R run() throws InterruptedException;
  }

  /** Runs what does not wait. */
  private static <R> R uninterrupted(Waiting<R> action) {
    try {
      return action.run();
    } catch (InterruptedException e) {
      throw new AssertionError("this does not wait", e);
    }
  }
}
