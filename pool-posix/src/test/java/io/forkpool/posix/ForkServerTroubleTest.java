package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.channel.ChannelPair;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRole;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What goes wrong on this side of the connection to a fork server; the server is played. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ForkServerTroubleTest {
  private static final int STDERR = 1_000_000; // no such descriptor: there is nothing to read

  private static FutureTask<ChildHandle> start(ForkServer server) {
    FutureTask<ChildHandle> start =
        new FutureTask<>(() -> server.start("name", "program", new byte[0]));
    new Thread(start).start();
    return start;
  }

  /** Reads a message, and gives the child that it is about. */
  private static long receive(SocketChannel application) throws IOException {
    return ServerMessage.decode(read(application, read(application, 4).getInt()).array()).child();
  }

  private static ByteBuffer read(SocketChannel application, int bytes) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(bytes);
    while (all.hasRemaining()) {
      application.read(all);
    }
    return all.flip();
  }

  @Test
  void aChildThatCannotBeFollowedIsRefusedAndTheServerGoesOn() throws Exception {
    SocketChannel[] ends = ChannelPair.sockets();
    Unborn process = new Unborn();
    try (SocketChannel application = ends[0]) {
      ForkServer server = new ForkServer(process, ends[1], "trouble", ChildRole.WORKER);
      OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
      process.failure.set(none);
      FutureTask<ChildHandle> first = start(server);
      long child = receive(application);
      application.write(new ServerMessage.Started(child, Unborn.PID, STDERR).encode());
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> first.get(20, TimeUnit.SECONDS));
      assertInstanceOf(IOException.class, e.getCause());
      assertSame(none, e.getCause().getCause().getCause());
      assertEquals(child, receive(application), "the server may close its end");
      application.write(new ServerMessage.Exited(child, 9).encode());

      FutureTask<ChildHandle> second = start(server);
      child = receive(application);
      application.write(new ServerMessage.Started(child, Unborn.PID, STDERR).encode());
      assertEquals(Unborn.PID, second.get(20, TimeUnit.SECONDS).pid());
      server.close();
    }
  }
}
