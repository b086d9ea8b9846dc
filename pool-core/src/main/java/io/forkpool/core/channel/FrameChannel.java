package io.forkpool.core.channel;

import io.forkpool.spi.TaskCodec;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * One end of the private stream of frames between a parent and a child.
 *
 * <p><b>Why a non-blocking channel with a selector of its own.</b> A thread that is interrupted in
 * a blocking read of a {@link SocketChannel} closes the channel; here it would cost a worker. A
 * selector is only woken. It also lets one thread wait for the next frame and for room to write at
 * once, so two ends that both write large frames cannot block each other.
 *
 * <p><b>Threads.</b> One thread at a time reads (who that is, its owner decides); any thread may
 * {@link FrameWriter#offer offer} frames. The reader finishes writes that did not fit: whoever
 * leaves some wakes it. Both are woken by the death of the other side, which ends the stream, and
 * by {@link #close}.
 *
 * <p>An item of up to {@link #BUFFERED_ITEM} bytes is decoded where it was received, without a
 * copy; a larger one is streamed from the socket, so its bytes are never held twice.
 */
public final class FrameChannel implements Closeable {
  private static final int BUFFERED_ITEM = 256 * 1024;
  private static final int FIRST_BUFFER = 16 * 1024;

  private final SocketChannel socket;
  private final Selector selector;
  private final SelectionKey key;
  private final FrameWriter writer;

  private final ShortWaits waits =
      new ShortWaits(new SystemClock(), Runtime.getRuntime().availableProcessors());

  /** No method reference: each fresh worker would link it. */
  private static final class SystemClock implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }

  /** Received bytes lie from {@code position} to {@code limit}. */
  private ByteBuffer input = ByteBuffer.allocate(FIRST_BUFFER).limit(0);

  private long bodyLeft;

  /** The other side has gone: what is here by now is all that comes. */
  private volatile boolean ending;

  /**
   * Takes a connected socket over.
   *
   * @param socket the socket; this channel closes it
   * @throws IOException if it cannot be set up; it is closed then
   */
  public FrameChannel(SocketChannel socket) throws IOException {
    this.socket = socket;
    try {
      socket.configureBlocking(false);
      this.selector = Selector.open();
      this.key = socket.register(selector, SelectionKey.OP_READ);
      this.writer = new FrameWriter(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Puts a frame in line to be sent. {@link #push} sends it.
   *
   * @param frame its fixed part
   * @param body its body, of the length that the fixed part says
   */
  public void offer(Frame frame, Payload body) {
    writer.offer(frame, body);
  }

  /**
   * Sends what is in line, as far as the socket takes it. What is left is sent by the reader. Does
   * not block.
   *
   * @throws IOException if the other side has gone; the reader learns it, too, when it has read
   *     what that had sent before
   */
  public void push() throws IOException {
    boolean finished = false;
    try {
      finished = writer.push();
    } finally {
      if (!finished) {
        selector.wakeup();
      }
    }
  }

  /**
   * Sends all that is in line; blocks until the socket has taken it. For the reading thread.
   *
   * @throws IOException if the other side has gone
   */
  public void flush() throws IOException {
    while (!writer.push()) {
      select(SelectionKey.OP_WRITE);
      Thread.interrupted(); // a task's stray interrupt must not spin here
    }
  }

  /**
   * Tells whether more bytes were received than were read: no need to wait for them.
   *
   * @return whether a whole frame header is here
   */
  public boolean hasReceived() {
    return input.remaining() >= Frame.HEADER_BYTES;
  }

  /**
   * Waits for the next frame; ignores interrupts.
   *
   * @return its fixed part; its body must be read before the next call
   * @throws EOFException if the other side has gone
   * @throws IOException if the channel is broken or closed
   */
  public Frame next() throws IOException {
    return nextUninterruptibly(Wait.SLEEPING);
  }

  /**
   * Waits for the next frame, as {@link #next}, for a thread that expects it within microseconds.
   *
   * @return its fixed part; its body must be read before the next call
   * @throws EOFException if the other side has gone
   * @throws IOException if the channel is broken or closed
   */
  public Frame nextSoon() throws IOException {
    return nextUninterruptibly(Wait.SPINNING);
  }

  /**
   * Waits for the next frame, for a caller who reads the answer to its own call.
   *
   * @return its fixed part; its body must be read before the next call
   * @throws InterruptedException if the thread is interrupted before the frame has come; nothing is
   *     lost
   * @throws IOException if the channel is broken or closed
   */
  public Frame nextForCaller() throws IOException, InterruptedException {
    return next(Wait.SPINNING_INTERRUPTIBLY);
  }

  private Frame nextUninterruptibly(Wait wait) throws IOException {
    try {
      return next(wait);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // not asked for
    }
  }

  private Frame next(Wait wait) throws IOException, InterruptedException {
    if (bodyLeft != 0) {
      throw new MalformedFrameException(
          "a body with " + bodyLeft + " bytes more than its items take");
    }
    while (input.remaining() < Frame.HEADER_BYTES) {
      receive(Frame.HEADER_BYTES, wait);
    }
    Frame frame = Frame.read(input);
    bodyLeft = frame.length();
    return frame;
  }

  /**
   * Reads one byte of the body.
   *
   * @return the byte
   * @throws IOException if the body has no more, or the channel is broken
   */
  public byte readByte() throws IOException {
    require(1);
    return input.get();
  }

  /**
   * Reads the length of the next item.
   *
   * @return the length
   * @throws IOException if the body does not hold so much, or the channel is broken
   */
  public int readLength() throws IOException {
    require(4);
    int length = input.getInt();
    if (length < 0 || length > bodyLeft) {
      throw new MalformedFrameException(
          "an item of " + length + " bytes in a body with " + bodyLeft + " bytes left");
    }
    return length;
  }

  /**
   * Decodes a value that takes the next bytes of the body. They are read also when that fails.
   *
   * @param session the codec
   * @param length how many bytes it takes
   * @return the value, maybe null
   * @throws IOException if the channel is broken
   * @throws io.forkpool.TaskSerializationException if the bytes cannot be decoded
   */
  public Object decode(TaskCodec.Session session, int length) throws IOException {
    if (length > BUFFERED_ITEM) {
      return decodeStream(session, length);
    }
    require(length);
    int at = input.position();
    input.position(at + length);
    return session.decode(input.array(), at, length);
  }

  private Object decodeStream(TaskCodec.Session session, int length) throws IOException {
    takeFromBody(length);
    ItemStream stream = new ItemStream(this, length);
    try {
      return session.decode(stream);
    } finally {
      stream.skipRest();
    }
  }

  /**
   * Reads bytes of the body.
   *
   * @param length how many
   * @return the bytes
   * @throws IOException if the body does not hold so many, or the channel is broken
   */
  public byte[] readBytes(int length) throws IOException {
    takeFromBody(length);
    byte[] bytes = new byte[Math.min(length, FIRST_BUFFER)];
    int done = 0;
    while (done < length) {
      if (done == bytes.length) { // as the bytes come, not as the peer claims
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 4L * done));
      }
      done += readSome(bytes, done, bytes.length - done);
    }
    return bytes;
  }

  /**
   * Reads past some bytes of the body.
   *
   * @param length how many
   * @throws IOException if the body does not hold so many, or the channel is broken
   */
  public void skip(long length) throws IOException {
    takeFromBody(length);
    skipReceived(length);
  }

  /**
   * Reads past the rest of the body.
   *
   * @throws IOException if the channel is broken
   */
  public void skipBody() throws IOException {
    skip(bodyLeft);
  }

  /** Reads past bytes that are already counted as read. */
  void skipReceived(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (!input.hasRemaining()) {
        receiveMore();
      }
      int some = (int) Math.min(left, input.remaining());
      input.position(input.position() + some);
      left -= some;
    }
  }

  /** Reads bytes that are already counted as read: from the buffer, or straight from the socket. */
  int readSome(byte[] target, int offset, int length) throws IOException {
    if (!input.hasRemaining()) {
      if (length >= input.capacity()) {
        return receiveInto(ByteBuffer.wrap(target, offset, Math.min(length, BUFFERED_ITEM)));
      }
      receiveMore();
    }
    int some = Math.min(length, input.remaining());
    input.get(target, offset, some);
    return some;
  }

  private void require(int bytes) throws IOException {
    takeFromBody(bytes);
    while (input.remaining() < bytes) {
      receiveUninterruptibly(bytes);
    }
  }

  private void takeFromBody(long bytes) throws MalformedFrameException {
    if (bytes > bodyLeft) {
      throw new MalformedFrameException(
          "a body that ends " + (bytes - bodyLeft) + " bytes before its content");
    }
    bodyLeft -= bytes;
  }

  private void receiveMore() throws IOException {
    receiveUninterruptibly(1);
  }

  private void receiveUninterruptibly(int needed) throws IOException {
    try {
      receive(needed, Wait.SLEEPING);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // not asked for
    }
  }

  /** Receives at least one byte more into the buffer, in which {@code needed} must fit. */
  private void receive(int needed, Wait wait) throws IOException, InterruptedException {
    if (input.capacity() < needed) {
      int capacity = Math.max(needed, Math.min(2 * input.capacity(), BUFFERED_ITEM));
      input = ByteBuffer.allocate(capacity).put(input);
    } else {
      input.compact();
    }
    try {
      awaitBytes(input, wait);
    } finally {
      input.flip();
    }
  }

  private int receiveInto(ByteBuffer target) throws IOException {
    try {
      return awaitBytes(target, Wait.SLEEPING);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // not asked for
    }
  }

  private int awaitBytes(ByteBuffer target, Wait wait) throws IOException, InterruptedException {
    boolean interrupted = false;
    try {
      while (true) {
        boolean last = ending; // asked first: what came before is read below
        int received = read(target);
        if (received > 0) {
          waits.over();
          return received;
        }
        if (received < 0 || last) {
          throw new EOFException("the other side has closed the channel");
        }
        boolean written;
        try {
          written = writer.push();
        } catch (IOException e) {
          return readLast(target, e);
        }
        if (wait.spins && waits.lookAgain()) {
          Thread.yield();
          continue;
        }
        select(written ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        if (Thread.interrupted()) {
          if (wait.endsByInterrupt) {
            throw new InterruptedException();
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reads what the other side has sent since it was last looked for, before it went. */
  private int readLast(ByteBuffer target, IOException gone) throws IOException {
    int received = read(target);
    if (received <= 0) {
      throw gone;
    }
    return received;
  }

  private int read(ByteBuffer target) throws IOException {
    try {
      return socket.read(target);
    } catch (IOException e) {
      throw Hangup.of(e);
    }
  }

  private void select(int interest) throws IOException {
    try {
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
      selector.select();
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  /**
   * Ends the stream of frames behind what has been received: the process at the other side has
   * ended, though another one that inherited its socket may keep that open. Unlike {@link #close}
   * this takes nothing from a reader that is late. Any thread may call it.
   */
  public void endBehindReceived() {
    ending = true;
    selector.wakeup();
  }

  /** Closes the socket; whoever waits in a method of this channel gets an {@link IOException}. */
  @Override
  public void close() {
    try (selector;
        socket) {
      selector.wakeup();
    } catch (IOException e) {
      System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, "closing a channel", e);
    }
  }
}
