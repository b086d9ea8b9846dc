package io.forkpool.core.broker;

import io.forkpool.OwnerLostException;
import io.forkpool.core.channel.Endpoint;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.channel.Line;
import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** This process's connection to another process's broker. Thread-safe. */
final class RemotePort implements Port, WireEnd {
  /** More than this is not kept in memory for a broker that does not read. */
  private static final long MOST_UNSENT = 4L * 1024 * 1024;

  private final long owner;
  private final EventLoop loop;
  private final Runnable forgotten;
  private final AtomicLong lastOperation = new AtomicLong();
  private final Map<Long, RemoteAnswer> open = new ConcurrentHashMap<>();
  private final Map<Long, Consumer<Message>> listeners = new ConcurrentHashMap<>();
  private volatile Wire wire;
  private volatile Exception end;

  private RemotePort(long owner, EventLoop loop, Runnable forgotten) {
    this.owner = owner;
    this.loop = loop;
    this.forgotten = forgotten;
  }

  /**
   * Connects.
   *
   * @param owner the process id of the broker
   * @param forgotten is called when the connection has ended
   * @throws OwnerLostException if there is no broker there
   */
  static RemotePort connect(Endpoint endpoint, long owner, EventLoop loop, Runnable forgotten) {
    RemotePort port = new RemotePort(owner, loop, forgotten);
    try {
      Wire.open(loop, connect(endpoint), port);
    } catch (IOException e) {
      throw port.lost(e);
    }
    return port;
  }

  /** An interrupt would close the socket: it is kept for later. */
  private static SocketChannel connect(Endpoint endpoint) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return Greeting.connect(endpoint, Line.FRAMES);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void opened(Wire opened) {
    wire = opened;
    opened.send(new BrokerFrame(FrameKind.HELLO, 0, 0, Message.of(0, ThisProcess.pid(), 0)));
  }

  @Override
  public long owner() {
    return owner;
  }

  @Override
  public Answer ask(long resource, Message message) {
    RemoteAnswer answer = new RemoteAnswer(resource, lastOperation.incrementAndGet());
    open.put(answer.operation, answer);
    wire.send(new BrokerFrame(FrameKind.ASK, resource, answer.operation, message));
    if (end != null && open.remove(answer.operation) != null) {
      throw lost(end);
    }
    return answer;
  }

  @Override
  public void tell(long resource, Message message) {
    if (!loop.isCurrentThread() && wire.awaitRoom(MOST_UNSENT)) {
      Thread.currentThread().interrupt();
    }
    if (end != null) {
      throw lost(end);
    }
    wire.send(new BrokerFrame(FrameKind.TELL, resource, 0, message));
  }

  @Override
  public boolean tellThrough(long resource, Message message) {
    if (end != null) {
      throw lost(end);
    }
    boolean said = wire.sendIfIdle(new BrokerFrame(FrameKind.TELL, resource, 0, message));
    if (said && !loop.isCurrentThread()) {
      wire.awaitSent();
    }
    return said;
  }

  @Override
  public void listen(long resource, Consumer<Message> listener) {
    listeners.put(resource, listener);
    if (end != null && listeners.remove(resource, listener)) {
      loop.execute(() -> listener.accept(Message.of(LOST)));
    }
  }

  @Override
  public void forget(long resource) {
    listeners.remove(resource);
  }

  @Override
  public void received(BrokerFrame frame) {
    switch (frame.kind()) {
      case ANSWER, GONE -> {
        RemoteAnswer answer = open.remove(frame.operation());
        if (answer != null) {
          answer.complete(
              frame.kind() == FrameKind.GONE ? Message.of(PendingAnswer.GONE) : frame.message());
        }
      }
      case EVENT -> {
        Consumer<Message> listener = listeners.get(frame.resource());
        if (listener != null) {
          listener.accept(frame.message());
        }
      }
      default -> throw new MalformedRequestException("a broker sent " + frame.kind());
    }
  }

  @Override
  public void ended(Exception cause) {
    end = cause;
    forgotten.run();
    for (Long operation : open.keySet()) {
      RemoteAnswer answer = open.remove(operation);
      if (answer != null) {
        answer.fail(lost(cause));
      }
    }
    for (Long resource : listeners.keySet()) {
      Consumer<Message> listener = listeners.remove(resource);
      if (listener != null) {
        loop.execute(() -> listener.accept(Message.of(LOST)));
      }
    }
  }

  private OwnerLostException lost(Exception cause) {
    return new OwnerLostException(
        "process "
            + owner
            + ", which has made this object and keeps its state, cannot be reached: it has ended,"
            + " or has given this process up ("
            + cause.getMessage()
            + ")",
        cause);
  }

  /** Completed by the loop's thread. */
  private final class RemoteAnswer extends PendingAnswer {
    private final long resource;
    private final long operation;

    RemoteAnswer(long resource, long operation) {
      super(loop);
      this.resource = resource;
      this.operation = operation;
    }

    @Override
    void cancel() {
      wire.send(new BrokerFrame(FrameKind.CANCEL, resource, operation, Message.of(0)));
    }
  }
}
