package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Endpoint;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.Line;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.outcome.OutcomeWriter;
import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.StartMethodProvider;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers that are threads of this JVM: each begins what it is given, and then does nothing until
 * it is killed or told to stop. A start takes no time worth speaking of.
 */
final class PlayedStartMethod implements StartMethodProvider {
  private static final int KILLED = 9;

  /** No process has such an id. */
  private static final long FIRST_PID = 1L << 40;

  private final AtomicInteger starts = new AtomicInteger();

  /** Whether workers answer what they are given at once, with something to be decoded. */
  volatile boolean answers;

  /** Whether workers never say that they are ready. */
  volatile boolean mute;

  /** The worker that was started last. */
  volatile ChildHandle newest;

  @Override
  public String name() {
    return "played";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public boolean sharesMemory() {
    return false;
  }

  @Override
  public ChildHandle start(ChildRequest request) throws IOException {
    ChildEntry.Named entry = (ChildEntry.Named) request.entry();
    Child child = new Child(FIRST_PID + starts.incrementAndGet(), endpoint(entry.argument()));
    Thread thread = new Thread(child, "played-worker");
    thread.setDaemon(true);
    thread.start();
    newest = child;
    return child;
  }

  /** What a worker's setup begins with. */
  private static Endpoint endpoint(byte[] setup) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(setup));
    String address = in.readUTF();
    byte[] token = in.readNBytes(Greeting.TOKEN_BYTES);
    return new Endpoint(address, token, in.readUTF());
  }

  private final class Child implements ChildHandle, Runnable {
    private final long pid;
    private final Endpoint endpoint;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final CompletableFuture<FrameChannel> open = new CompletableFuture<>();

    Child(long pid, Endpoint endpoint) {
      this.pid = pid;
      this.endpoint = endpoint;
    }

    @Override
    public void run() {
      try {
        Claims claims = Claims.open(endpoint.claimsFile());
        try (SocketChannel lifeline = Greeting.connect(endpoint, Line.LIFELINE);
            FrameChannel channel = new FrameChannel(Greeting.connect(endpoint, Line.FRAMES))) {
          open.complete(channel);
          if (!mute) {
            channel.offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);
            channel.flush();
          }
          serve(channel, claims);
          lifeline.shutdownOutput();
        }
        exit.complete(new ExitStatus.Exited(0));
      } catch (IOException e) {
        exit.complete(new ExitStatus.Signaled(KILLED));
      }
    }

    private void serve(FrameChannel channel, Claims claims) throws IOException {
      for (Frame frame = channel.next(); frame.type() != FrameType.STOP; frame = channel.next()) {
        channel.skipBody();
        if (frame.type() == FrameType.CALL && claims.claim(frame.sequence(), frame.detail())) {
          claims.begin(frame.sequence(), 0);
          if (answers) {
            answer(channel, frame);
          }
        }
      }
    }

    private static void answer(FrameChannel channel, Frame call) throws IOException {
      ItemBuffer items = new ItemBuffer(false);
      ClassLoader loader = PlayedStartMethod.class.getClassLoader();
      new OutcomeWriter(items, new CodecSession(new KryoCodec(), loader)).value(7);
      Payload body = items.drain();
      channel.offer(
          new Frame(FrameType.RESULT, Frame.LAST, 1, call.sequence(), 1, body.length()), body);
      channel.flush();
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
      return exit;
    }

    @Override
    public List<String> lastErrorLines() {
      return List.of();
    }

    @Override
    public void interrupt() {}

    @Override
    public void terminate() {
      kill();
    }

    @Override
    public void kill() {
      open.thenAccept(FrameChannel::close);
    }
  }
}
