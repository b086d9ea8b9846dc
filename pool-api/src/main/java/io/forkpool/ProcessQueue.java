package io.forkpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue between processes: whoever holds it may put and take, in any process, with any number of
 * threads. It is passed to other processes as any other value: captured by a task, as an argument,
 * inside of other objects, through another queue.
 *
 * <pre>{@code
 * try (ProcessQueue<String> queue = Context.ofDefault().queue(100);
 *     Pool pool = Pool.create(2)) {
 *   pool.applyAsync(() -> { queue.put("hello"); return null; });
 *   System.out.println(queue.take());
 * }
 * }</pre>
 *
 * <p><b>Items are copies.</b> An item is encoded by the thread that puts it and decoded by the one
 * that takes it, also within one process. One that cannot travel is refused by the put with a
 * {@link TaskSerializationException}; one that cannot be decoded fails the one take that got it.
 * The queue goes on in both cases.
 *
 * <p><b>Order.</b> First in, first out: what one thread puts is seen in that order by each thread
 * that takes. Only items that a consumer had been sent, but had not been handed when it died, come
 * back late: they are put in front again.
 *
 * <p><b>Processes may die at any moment.</b> A producer that is killed loses at most the items
 * whose put had not returned, one for each of its threads; a consumer at most those that it had
 * taken. Nobody else waits for either. The queue itself is kept by the process that made it, and
 * ends with that: then everybody's calls, also those that wait, throw an {@link
 * OwnerLostException}.
 *
 * <p><b>Memory.</b> What is in the queue is in the memory of the process that made it. A queue
 * without a capacity takes whatever is put; producers that are faster than their consumers fill
 * that memory.
 *
 * <p>What needs to look at items in place is not supported, since they are bytes in another
 * process: {@code iterator}, {@code contains}, {@code remove(Object)} and what is built on them
 * throw an {@link UnsupportedOperationException}.
 *
 * <p>Waiting calls throw {@link InterruptedException} when their thread is interrupted; then
 * nothing was put or taken. Thread-safe. Two handles of one queue are equal.
 *
 * @param <T> the type of the items; never null
 */
public interface ProcessQueue<T> extends BlockingQueue<T>, AutoCloseable, Serializable {

  /**
   * Appends an item, and waits for room if the queue is full.
   *
   * @param item the item
   * @throws InterruptedException if the thread was interrupted; the item was not put
   * @throws NullPointerException if the item is null
   * @throws TaskSerializationException if the item cannot travel; the queue is as before
   * @throws ResourceClosedException if the queue is closed, or is while this waits
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  void put(T item) throws InterruptedException;

  /**
   * Appends an item if there is room now.
   *
   * @param item the item
   * @return false if the queue is full
   * @throws NullPointerException if the item is null
   * @throws TaskSerializationException if the item cannot travel; the queue is as before
   * @throws ResourceClosedException if the queue is closed
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  boolean offer(T item);

  /**
   * Appends an item, and waits for room for some time if the queue is full.
   *
   * @param item the item
   * @param timeout the longest to wait
   * @param unit the unit of {@code timeout}
   * @return false if the queue was full all the time
   * @throws InterruptedException if the thread was interrupted; the item was not put
   * @throws NullPointerException if the item is null
   * @throws TaskSerializationException if the item cannot travel; the queue is as before
   * @throws ResourceClosedException if the queue is closed, or is while this waits
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Takes the first item, and waits for one if there is none.
   *
   * @return the item
   * @throws InterruptedException if the thread was interrupted; nothing was taken
   * @throws TaskSerializationException if the item cannot be decoded here; it is taken, and lost
   * @throws ResourceClosedException if the queue is closed and empty, or comes to be while this
   *     waits
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  T take() throws InterruptedException;

  /**
   * Takes the first item, if there is one now.
   *
   * @return the item; null if the queue is empty
   * @throws TaskSerializationException if the item cannot be decoded here; it is taken, and lost
   * @throws ResourceClosedException if the queue is closed and empty
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  T poll();

  /**
   * Takes the first item, and waits for one for some time if there is none.
   *
   * @param timeout the longest to wait
   * @param unit the unit of {@code timeout}
   * @return the item; null if the queue was empty all the time
   * @throws InterruptedException if the thread was interrupted; nothing was taken
   * @throws TaskSerializationException if the item cannot be decoded here; it is taken, and lost
   * @throws ResourceClosedException if the queue is closed and empty, or comes to be while this
   *     waits
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  T poll(long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Decodes the first item, and leaves it where it is.
   *
   * @return a copy; null if the queue is empty
   * @throws TaskSerializationException if the item cannot be decoded here
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  T peek();

  /**
   * Takes what there is now. An item that cannot be decoded ends this: what was taken before it is
   * in the collection, and it is lost.
   *
   * @param target where the items go
   * @param most how many at most
   * @return how many were taken; 0 also if the queue is closed and empty
   * @throws TaskSerializationException if an item cannot be decoded here
   * @throws IllegalArgumentException if the collection is this queue
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  int drainTo(Collection<? super T> target, int most);

  /**
   * Removes all items. They count as {@linkplain #taskDone done}.
   *
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  void clear();

  /**
   * Counts the items that are not taken.
   *
   * @return how many there were a moment ago
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  int size();

  /**
   * Tells how many items there is room for.
   *
   * @return the capacity less the items; {@link Integer#MAX_VALUE} without a capacity
   * @throws OwnerLostException if the process that made the queue has ended
   */
  @Override
  int remainingCapacity();

  /**
   * Is not supported: the items are in another process.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  Iterator<T> iterator();

  /**
   * Is not supported: the items are in another process.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  boolean contains(Object item);

  /**
   * Is not supported: the items are in another process.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  boolean remove(Object item);

  /**
   * Says that an item, which this process took, is dealt with; see {@link #awaitTasks()}.
   *
   * @throws IllegalStateException if it was called more often than there were items
   * @throws OwnerLostException if the process that made the queue has ended
   */
  void taskDone();

  /**
   * Waits until each item that was put is {@linkplain #taskDone done}. Not for queues whose
   * consumers do not call {@code taskDone}: it would wait for ever.
   *
   * @throws InterruptedException if the thread was interrupted
   * @throws ItemsLostException if all that is not done was taken by processes that have ended; this
   *     is told once, and these items do not count any more
   * @throws OwnerLostException if the process that made the queue has ended
   */
  void awaitTasks() throws InterruptedException;

  /**
   * Waits for some time until each item that was put is {@linkplain #taskDone done}.
   *
   * @param timeout the longest to wait
   * @return whether all are
   * @throws InterruptedException if the thread was interrupted
   * @throws ItemsLostException if all that is not done was taken by processes that have ended
   * @throws OwnerLostException if the process that made the queue has ended
   */
  boolean awaitTasks(Duration timeout) throws InterruptedException;

  /**
   * Closes the queue for all processes: nothing is put any more. What is in it can still be taken;
   * then takers, also those that wait, get a {@link ResourceClosedException}. Does not wait; does
   * nothing if the queue is closed, or its owner has ended.
   *
   * <p>A queue that is never closed lives as long as the process that made it.
   */
  @Override
  void close();

  /**
   * Tells whether the queue is closed.
   *
   * @return whether nothing can be put any more
   * @throws OwnerLostException if the process that made the queue has ended
   */
  boolean isClosed();
}
