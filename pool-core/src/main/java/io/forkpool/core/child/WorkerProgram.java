package io.forkpool.core.child;

import io.forkpool.SerializableRunnable;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Line;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.OutcomeWriter;
import io.forkpool.spi.ChildProgram;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * A worker of a pool: meets its parent, runs the initializer, then tasks until it is told to stop.
 */
public final class WorkerProgram implements ChildProgram {
  /** Public for {@link ChildMain}. */
  public WorkerProgram() {}

  @Override
  public void run(byte[] argument) throws Exception {
    run(WorkerSetup.decode(argument));
  }

  @Override
  public void prepare() throws Exception {
    Nesting.depth();
    Self.rehearse();
    Rehearsal.run();
  }

  @Override
  public void warmUp() throws Exception {
    WarmUp.run();
  }

  /**
   * Serves until the parent says stop, and ends this process.
   *
   * @param setup what this worker needs to know
   * @throws Exception if the parent cannot be met
   */
  public void run(WorkerSetup setup) throws Exception {
    try {
      serve(setup);
    } catch (EOFException e) {
      System.exit(1); // the parent has given this worker up: not news to anybody
    }
    System.exit(0); // whatever threads tasks have left behind
  }

  private static void serve(WorkerSetup setup) throws Exception {
    Self.enter(setup.birth());
    CodecSession codec =
        new CodecSession(
            Codecs.instantiate(setup.codecClass()), WorkerProgram.class.getClassLoader());
    Claims claims;
    SocketChannel lifeline;
    SocketChannel socket;
    try {
      claims = Claims.open(setup.endpoint().claimsFile());
      lifeline = Greeting.connect(setup.endpoint(), Line.LIFELINE);
      socket = Greeting.connect(setup.endpoint(), Line.FRAMES);
    } catch (IOException e) {
      if (setup.endpoint().isGone()) {
        throw new EOFException("the parent does not wait any more");
      }
      setup.endpoint().delete(); // a parent that lives does that itself
      throw e;
    }
    try (FrameChannel channel = new FrameChannel(socket)) {
      if (setup.initializer().isPresent()) {
        ParentWatch.start(lifeline);
      }
      if (setup.fewFiles()) {
        new OutcomeWriter(new ItemBuffer(true), codec).rehearseFailure();
      }
      if (initialize(setup, codec, channel)) {
        if (setup.initializer().isEmpty()) {
          channel.flush();
          ParentWatch.start(lifeline); // the parent is told first: it has something to do meanwhile
        }
        new WorkerLoop(channel, claims, codec, MemoryCheck.of(setup.maxMemory())).run();
      }
      channel.flush();
    }
  }

  private static boolean initialize(WorkerSetup setup, CodecSession codec, FrameChannel channel)
      throws IOException {
    try {
      if (setup.initializer().isPresent()) {
        action(setup.initializer().get(), codec).run();
      }
    } catch (Throwable t) {
      ItemBuffer failure = new ItemBuffer(true);
      new OutcomeWriter(failure, codec).failure(t);
      Payload body = failure.drain();
      channel.offer(new Frame(FrameType.START_FAILED, 0, 1, 0, 0, body.length()), body);
      return false;
    }
    channel.offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);
    return true;
  }

  private static SerializableRunnable action(
      WorkerSetup.Initializer initializer, CodecSession codec) {
    if (initializer instanceof WorkerSetup.Initializer.Live live) {
      return live.action();
    }
    return (SerializableRunnable)
        codec.decode(((WorkerSetup.Initializer.Encoded) initializer).bytes());
  }
}
