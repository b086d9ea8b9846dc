package io.forkpool.core.broker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Another process that uses this broker's resources: the broker's end of its connection. Touched
 * under the broker's lock, but for what the loop's thread reads alone.
 */
final class RemoteSession implements Session, WireEnd {
  private static final int NOBODY = 0;

  private final Broker broker;
  private Wire wire;
  private long pid = NOBODY;
  private boolean ended;

  /** What it has asked for and not been told, by the number that it has given it. */
  private final Map<Long, RemoteRequest> open = new HashMap<>();

  /** The ids of the resources that it has sent anything to, and that are still there. */
  private final Set<Long> touched = new HashSet<>();

  RemoteSession(Broker broker) {
    this.broker = broker;
  }

  /** Lets the broker know of it. */
  RemoteSession admitted() {
    broker.began(this);
    return this;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void event(long resource, Message message) {
    send(new BrokerFrame(FrameKind.EVENT, resource, 0, message));
  }

  private void send(BrokerFrame frame) {
    if (!ended) {
      wire.add(frame);
      broker.flushLater(this);
    }
  }

  /** Under the broker's lock. */
  void flush() {
    wire.flush();
  }

  Set<Long> touched() {
    return touched;
  }

  @Override
  public void opened(Wire opened) {
    wire = opened;
  }

  @Override
  public void begin() {
    broker.enter();
  }

  @Override
  public void received(BrokerFrame frame) {
    switch (frame.kind()) {
      case HELLO -> pid = frame.message().first();
      case ASK -> ask(frame);
      case TELL -> {
        touch(frame.resource());
        broker.handle(frame.resource(), new RemoteRequest(frame, true));
      }
      case CANCEL -> {
        RemoteRequest request = open.get(frame.operation());
        if (request != null) { // else the answer is under way
          broker.cancel(request.frame.resource(), request);
        }
      }
      default -> throw new MalformedRequestException("a process that asks sent " + frame.kind());
    }
  }

  /** What has gone, or never was, is not kept in mind. */
  private void touch(long id) {
    if (broker.has(id)) {
      touched.add(id);
    }
  }

  private void ask(BrokerFrame frame) {
    touch(frame.resource());
    RemoteRequest request = new RemoteRequest(frame, false);
    if (open.putIfAbsent(frame.operation(), request) != null) {
      throw new MalformedRequestException("the request " + frame.operation() + " twice");
    }
    broker.handle(frame.resource(), request);
  }

  @Override
  public void finish() {
    broker.leave();
  }

  @Override
  public void ended(Exception cause) {
    broker.enter();
    try {
      ended = true;
      open.clear();
      broker.ended(this);
    } finally {
      broker.leave();
    }
  }

  /** A request that came by this connection. */
  private final class RemoteRequest implements Request {
    private final BrokerFrame frame;
    private boolean answered;

    RemoteRequest(BrokerFrame frame, boolean answered) {
      this.frame = frame;
      this.answered = answered;
    }

    @Override
    public Session session() {
      return RemoteSession.this;
    }

    @Override
    public Message message() {
      return frame.message();
    }

    @Override
    public void answer(Message answer) {
      if (answered) {
        throw new IllegalStateException("answered twice: " + frame + ", now " + answer);
      }
      answered = true;
      open.remove(frame.operation());
      FrameKind kind = answer.code() == PendingAnswer.GONE ? FrameKind.GONE : FrameKind.ANSWER;
      send(new BrokerFrame(kind, frame.resource(), frame.operation(), answer));
    }

    @Override
    public boolean answered() {
      return answered;
    }
  }
}
