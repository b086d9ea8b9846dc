package io.forkpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * One end of a {@link Pipe}. Thread-safe; each message goes to one receiver, whole. A thread that
 * waits in it can be interrupted; then nothing was sent or received by the call.
 *
 * <p><b>Passing it on.</b> A connection can be an argument, a result, a captured variable or part
 * of a message, with every start method. The process that receives it has the end open from then
 * on, beside the process that passed it. An end is closed when each process that had it open has
 * closed it or has ended, however that went; then the other end is told: {@link #receive()} meets
 * the {@linkplain EndOfStreamException end of the stream}, {@link #send} a {@linkplain
 * BrokenPipeException broken pipe}. So close an end here if only the other process is to have it:
 * that may be done as soon as it has been passed. On its way it stays open, for up to a minute
 * after whoever passed it has closed his own, or ended; the same bytes that are decoded in several
 * processes, as the function of a {@code map} is, are one passing, not several: keep the end open
 * here until all of them have begun.
 *
 * <p>A process started by fork has its parent's connections as captured variables; it has an end
 * open from its first use of it on, or from the fork on if the process's target refers to it.
 *
 * <p><b>Waiting.</b> {@link #send} waits while there is no room: 1 MiB may be on the way in each
 * direction, or one message that is longer, and up to 256 KiB more for each connection that sends
 * in another process than the pipe's maker. {@link #receive()} waits for a message. A process that
 * is killed takes at most the message with it that it was receiving.
 *
 * <p><b>What sent means.</b> What a process has sent when {@code send} returns arrives, though the
 * process is killed then, as long as the pipe's maker lives and somebody receives. In the maker's
 * process it can be received from that moment on; what another process sends may still be on its
 * way there. So, too, that process learns a little later that nobody has the other end open any
 * more: the messages that it sends in between are lost, as those are that nobody had received.
 *
 * <p>A pipe belongs to the process that made it, and ends with it: all methods but {@link #close}
 * throw {@link OwnerLostException} then, and {@link ResourceClosedException} after {@code close}.
 */
public interface Connection extends Waitable, AutoCloseable, Serializable {

  /**
   * Sends an object: it is encoded by this thread, and decoded by the one that receives it.
   *
   * @param message the object, maybe null
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent
   * @throws TaskSerializationException if it cannot travel; nothing was sent, the pipe goes on
   * @throws BrokenPipeException if nobody has the other end open any more
   * @throws UnsupportedOperationException if this end only receives
   */
  void send(Object message) throws InterruptedException;

  /**
   * Receives the next message.
   *
   * @return the object, maybe null; a {@code byte[]} if the message was sent as bytes
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was received
   * @throws EndOfStreamException if there is no message and nobody has the other end open any more
   * @throws TaskSerializationException if it cannot be decoded here, for instance because its class
   *     is missing; that message is lost, the pipe goes on
   * @throws UnsupportedOperationException if this end only sends
   */
  Object receive() throws InterruptedException;

  /**
   * Sends bytes as one message.
   *
   * @param message the bytes, copied at once
   * @throws InterruptedException as {@link #send} does
   * @throws BrokenPipeException as {@link #send} does
   * @throws UnsupportedOperationException if this end only receives
   */
  default void sendBytes(byte[] message) throws InterruptedException {
    sendBytes(message, 0, message.length);
  }

  /**
   * Sends a part of an array as one message.
   *
   * @param source holds the bytes, copied at once
   * @param offset where they begin
   * @param length how many they are, maybe 0
   * @throws InterruptedException as {@link #send} does
   * @throws BrokenPipeException as {@link #send} does
   * @throws IndexOutOfBoundsException if the part is not inside the array
   * @throws UnsupportedOperationException if this end only receives
   */
  void sendBytes(byte[] source, int offset, int length) throws InterruptedException;

  /**
   * Receives a message that was sent as bytes.
   *
   * @return the bytes, the caller's own
   * @throws InterruptedException as {@link #receive} does
   * @throws EndOfStreamException as {@link #receive} does
   * @throws UnexpectedMessageException if the next message is an object; it is not lost
   * @throws UnsupportedOperationException if this end only sends
   */
  default byte[] receiveBytes() throws InterruptedException {
    return receiveBytes(Integer.MAX_VALUE);
  }

  /**
   * Receives a message that was sent as bytes, unless it is too long. (Python closes the connection
   * then; here the message can still be received.)
   *
   * @param maxLength the most bytes to take, 0 or more
   * @return the bytes, the caller's own
   * @throws InterruptedException as {@link #receive} does
   * @throws EndOfStreamException as {@link #receive} does
   * @throws UnexpectedMessageException if the next message is longer, or an object; it is not lost
   * @throws IllegalArgumentException if {@code maxLength} is negative
   * @throws UnsupportedOperationException if this end only sends
   */
  byte[] receiveBytes(int maxLength) throws InterruptedException;

  /**
   * Tells whether {@link #receive} would not wait now: a message is there, or the end of the
   * stream. With several receivers of one end another may take the message first.
   *
   * @return true if it would not wait
   * @throws UnsupportedOperationException if this end only sends
   */
  boolean poll();

  /**
   * Waits until {@link #receive} would not wait.
   *
   * @param limit the longest to wait; zero or less for not at all
   * @return true if it would not wait; false if it still would after that time
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws UnsupportedOperationException if this end only sends
   */
  boolean poll(Duration limit) throws InterruptedException;

  /** The same as {@link #poll()}, but also true where receiving would throw at once. */
  @Override
  boolean isReady();

  /**
   * Tells whether this end can receive.
   *
   * @return false for the sending end of a one-way pipe
   */
  boolean readable();

  /**
   * Tells whether this end can send.
   *
   * @return false for the receiving end of a one-way pipe
   */
  boolean writable();

  /**
   * Closes this end in this process. Threads of this process that wait in this object are woken by
   * a {@link ResourceClosedException}. What was sent before can still be received. Does nothing the
   * second time.
   */
  @Override
  void close();

  /**
   * Tells whether {@link #close} was called in this process.
   *
   * @return true if so
   */
  boolean isClosed();

  /**
   * Waits until one or more of several connections and processes are ready ({@link
   * Waitable#isReady}): a connection when something can be received or its stream has ended, a
   * process when it has ended. They may belong to different pipes and owners.
   *
   * @param objects what to wait for
   * @param limit the longest to wait; zero or less for not at all
   * @param <W> their type
   * @return those that are ready, in the order given; empty if none was after that time
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ResourceClosedException if a connection among them is closed
   * @throws IllegalArgumentException if there are none
   * @throws UnsupportedOperationException if a connection among them only sends
   */
  static <W extends Waitable> List<W> select(Collection<? extends W> objects, Duration limit)
      throws InterruptedException {
    return Selection.await(objects, limit);
  }
}
