package io.forkpool.core.pipe;

import io.forkpool.BrokenPipeException;
import io.forkpool.Connection;
import io.forkpool.EndOfStreamException;
import io.forkpool.OwnerLostException;
import io.forkpool.ResourceClosedException;
import io.forkpool.UnexpectedMessageException;
import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.broker.Ports;
import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.core.handle.TravelsByHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One process's connection to an end of a pipe.
 *
 * <p>It may be a copy that a fork has made: then the way to the broker that it attached by is not
 * this process's, which {@link #port} notices. To attach twice does no harm, so that needs no lock;
 * a lock could be copied locked.
 */
final class PipeConnection implements Connection, TravelsByHandle {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong LAST = new AtomicLong();
  private static final byte[] NONE = new byte[0];

  private final ResourceAddress pipe;
  private final int end;
  private final Direction direction;

  /** Tells it apart from other connections of this process. */
  private final long place;

  private transient volatile Attachment attached;
  private volatile boolean closed;

  private PipeConnection(ResourceAddress pipe, int end, Direction direction) {
    this.pipe = pipe;
    this.end = end;
    this.direction = direction;
    this.place = PipeResource.place(end, LAST.incrementAndGet());
  }

  /** The connection that a new pipe begins with. */
  static PipeConnection created(ResourceAddress pipe, int end, Direction direction) {
    PipeConnection connection = new PipeConnection(pipe, end, direction);
    connection.attach(Ports.to(pipe), 0);
    return connection;
  }

  /**
   * A connection that has travelled. If the pipe has gone with its owner meanwhile, that is told by
   * what is done with it, and does not keep the value around it from being decoded.
   */
  static PipeConnection redeemed(ResourceAddress pipe, int end, Direction direction, long ticket) {
    PipeConnection connection = new PipeConnection(pipe, end, direction);
    try {
      connection.attach(Ports.to(pipe), ticket);
    } catch (OwnerLostException lost) {
      connection.attached = null;
    }
    return connection;
  }

  private void attach(Port port, long ticket) {
    port.tell(pipe.resource(), request(PipeRequest.ATTACH, ticket, NONE));
    attached = new Attachment(port);
    if (closed) { // by another thread, which was too early for the broker
      port.tell(pipe.resource(), request(PipeRequest.CLOSE, 0, NONE));
    }
  }

  /** By which this process has the end open. */
  private Attachment attachment() {
    requireOpen();
    Port port = Ports.to(pipe);
    Attachment current = attached;
    if (current == null || current.port() != port) {
      attach(port, 0);
      current = attached;
    }
    return current;
  }

  /** The way to the broker. */
  Port port() {
    return attachment().port();
  }

  private void requireOpen() {
    if (closed) {
      throw new ResourceClosedException("the connection is closed");
    }
  }

  private Message request(PipeRequest kind, long second, byte[] body) {
    return new Message(kind.code(), place, second, body);
  }

  private Answer ask(PipeRequest kind, long second, byte[] body) {
    return port().ask(pipe.resource(), request(kind, second, body));
  }

  @Override
  public void send(Object message) throws InterruptedException {
    direction.requireWritable();
    requireOpen();
    transmit(PipeRequest.SEND_OBJECT, Messages.encode(message));
  }

  @Override
  public void sendBytes(byte[] source, int offset, int length) throws InterruptedException {
    Objects.checkFromIndexSize(offset, length, source.length);
    direction.requireWritable();
    requireOpen();
    transmit(PipeRequest.SEND_BYTES, Arrays.copyOfRange(source, offset, offset + length));
  }

  private void transmit(PipeRequest kind, byte[] body) throws InterruptedException {
    Attachment way = attachment();
    Message message = request(kind, 0, body);
    if (way.isLocal()) {
      requireSent(way.port().ask(pipe.resource(), message));
      return;
    }
    SendWindow window = way.window(pipe.resource(), request(PipeRequest.WATCH_PEER, 0, NONE));
    if (!window.admits(body.length) || !way.port().tellThrough(pipe.resource(), message)) {
      requireSent(way.port().ask(pipe.resource(), message));
      window.answered();
    }
  }

  private void requireSent(Answer pending) throws InterruptedException {
    Message answer = pending.await(Long.MAX_VALUE);
    switch (PipeAnswer.of(answer)) {
      case DONE -> {}
      case BROKEN ->
          throw new BrokenPipeException("nobody has the other end of the pipe open any more");
      default -> throw unexpected(answer);
    }
  }

  @Override
  public Object receive() throws InterruptedException {
    Message answer = next(PipeRequest.RECEIVE, 0);
    return PipeAnswer.of(answer) == PipeAnswer.OBJECT
        ? Messages.decode(answer.body())
        : answer.body();
  }

  @Override
  public byte[] receiveBytes(int maxLength) throws InterruptedException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must not be negative: " + maxLength);
    }
    Message answer = next(PipeRequest.RECEIVE_BYTES, maxLength);
    switch (PipeAnswer.of(answer)) {
      case TOO_LONG ->
          throw new UnexpectedMessageException(
              "the next message has "
                  + answer.first()
                  + " bytes, the limit is "
                  + maxLength
                  + "; it can be received with a higher one",
              answer.first());
      case NOT_BYTES ->
          throw new UnexpectedMessageException(
              "the next message is an object, not bytes; receive() takes it", answer.first());
      default -> {
        return answer.body();
      }
    }
  }

  private Message next(PipeRequest kind, long second) throws InterruptedException {
    direction.requireReadable();
    Message answer = ask(kind, second, NONE).await(Long.MAX_VALUE);
    return switch (PipeAnswer.of(answer)) {
      case OBJECT, BYTES, TOO_LONG, NOT_BYTES -> answer;
      case END_OF_STREAM ->
          throw new EndOfStreamException(
              "nothing more to receive: nobody has the other end of the pipe open any more");
      default -> throw unexpected(answer);
    };
  }

  @Override
  public boolean poll() {
    direction.requireReadable();
    return isDone(ask(PipeRequest.POLL, 0, NONE).awaitUninterruptibly());
  }

  @Override
  public boolean poll(Duration limit) throws InterruptedException {
    Objects.requireNonNull(limit, "limit");
    if (limit.isNegative() || limit.isZero()) {
      return poll();
    }
    direction.requireReadable();
    boolean endless = limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0;
    long nanos = endless ? Long.MAX_VALUE : limit.toNanos();
    Message answer = ask(PipeRequest.AWAIT, 0, NONE).await(nanos);
    return answer.code() != Answer.CANCELLED && isDone(answer);
  }

  private boolean isDone(Message answer) {
    return switch (PipeAnswer.of(answer)) {
      case DONE -> true;
      case NOT_READY -> false;
      default -> throw unexpected(answer);
    };
  }

  private RuntimeException unexpected(Message answer) {
    if (PipeAnswer.of(answer) != PipeAnswer.CLOSED) {
      return new IllegalStateException("not an answer to that: " + answer.code());
    }
    return new ResourceClosedException(
        closed
            ? "the connection is closed"
            : "all who had this end of the pipe open closed it before this process took it up;"
                + " keep it open where it was passed from until then");
  }

  @Override
  public boolean isReady() {
    try {
      return poll();
    } catch (OwnerLostException e) {
      return true; // receiving says so
    }
  }

  @Override
  public CompletableFuture<?> onReady() {
    direction.requireReadable();
    try {
      return Readiness.watch(port(), pipe.resource(), request(PipeRequest.WATCH, 0, NONE));
    } catch (OwnerLostException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public boolean readable() {
    return direction.readable();
  }

  @Override
  public boolean writable() {
    return direction.writable();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Port port = Ports.to(pipe);
      port.tell(pipe.resource(), request(PipeRequest.CLOSE, 0, NONE));
      Readiness.close(port, pipe.resource(), place);
    } catch (OwnerLostException e) {
      // The pipe is gone: there is nothing to close.
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Whether this process has never had a connection. */
  static boolean noneYet() {
    return LAST.get() == 0;
  }

  /** Issues a ticket, which keeps the end open until it is redeemed. */
  IssuedTicket issueTicket() {
    Port port = port();
    Message answer =
        port.ask(pipe.resource(), request(PipeRequest.ISSUE, 0, NONE)).awaitUninterruptibly();
    if (PipeAnswer.of(answer) != PipeAnswer.DONE) {
      throw unexpected(answer);
    }
    return new IssuedTicket(port, pipe.resource(), answer.first());
  }

  @Override
  public Object writeReplace() {
    IssuedTicket ticket = issueTicket();
    PassedEnds.note(ticket);
    return new PassedConnection(pipe, end, direction, ticket.number());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a connection travels as a PassedConnection");
  }

  @Override
  public String toString() {
    String state = closed ? ", closed" : "";
    return "Connection[end "
        + end
        + " of pipe "
        + pipe.resource()
        + " of process "
        + pipe.owner()
        + state
        + "]";
  }
}
