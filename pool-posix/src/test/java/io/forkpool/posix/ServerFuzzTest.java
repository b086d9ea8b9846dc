package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.forkpool.core.channel.ChannelPair;
import io.forkpool.fuzz.FuzzRun;
import io.forkpool.fuzz.Mutator;
import io.forkpool.fuzz.Mutator.Field;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRole;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever an application and its fork server say to each other, neither hangs nor goes astray. */
class ServerFuzzTest {
  private static final ServedKind KIND =
      new ServedKind(argument -> {}, ErrorOutput.PIPES, Optional.empty(), Pace.WORKERS);

  private static final Mutator MUTATOR =
      new Mutator(
          new Field(0, 4), // length
          new Field(4, 1), // which message
          new Field(5, 8), // child
          new Field(13, 4), // pid, status, or the length of a text
          new Field(17, 4)); // errors

  private static final Logger LOGGER = Logger.getLogger(ForkServer.class.getPackageName());
  private static final Level LEVEL = LOGGER.getLevel();

  @BeforeAll
  static void quietly() {
    new PosixException("nothing", 0); // loads JNA, which starts a thread of its own
    LOGGER.setLevel(Level.OFF); // each child whose stderr cannot be opened is worth a warning
  }

  @AfterAll
  static void loudly() {
    LOGGER.setLevel(LEVEL);
  }

  @Test
  void whateverAServerSaysThoseWhoWaitAreAnswered() {
    FuzzRun.ofShare("application", 10, ServerFuzzTest::applicationRound);
  }

  private static int applicationRound(Random random) throws Exception {
    SocketChannel[] ends = ChannelPair.sockets();
    Unborn process = new Unborn();
    int children = 1 + random.nextInt(3);
    ExecutorService askers = Executors.newCachedThreadPool();
    try (SocketChannel server = ends[0]) {
      ForkServer application = new ForkServer(process, ends[1], "fuzzed-server", ChildRole.WORKER);
      List<Future<ChildHandle>> asked = new ArrayList<>();
      for (int i = 0; i < children; i++) {
        asked.add(askers.submit(() -> application.start("name", "program", new byte[100])));
      }
      for (int i = 0; i < children; i++) {
        skipMessage(server);
      }
      List<byte[]> says = sayings(random, children);
      server.write(ByteBuffer.wrap(MUTATOR.mutate(random, says)));
      server.shutdownOutput();
      for (Future<ChildHandle> each : asked) {
        assertAnswered(each);
      }
      application.close(); // where all was well so far
      awaitKill(process);
      return says.size();
    } finally {
      askers.shutdownNow();
      askers.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static void skipMessage(SocketChannel server) throws IOException {
    fill(server, ByteBuffer.allocate(fill(server, ByteBuffer.allocate(4)).getInt(0)));
  }

  private static ByteBuffer fill(SocketChannel server, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (server.read(buffer) < 0) {
        throw new EOFException("the application says no more");
      }
    }
    return buffer;
  }

  private static List<byte[]> sayings(Random random, int children) {
    List<byte[]> says = new ArrayList<>();
    for (int child = 1; child <= children; child++) {
      if (random.nextInt(4) == 0) {
        says.add(bytes(new ServerMessage.Refused(child, "no room")));
      } else {
        says.add(bytes(new ServerMessage.Started(child, Unborn.PID, 7)));
        if (random.nextBoolean()) {
          says.add(bytes(new ServerMessage.Exited(child, random.nextInt(1 << 16))));
        }
      }
      if (random.nextInt(10) == 0) {
        says.add(bytes(new ServerMessage.Idle()));
      }
    }
    return says;
  }

  private static byte[] bytes(ServerMessage message) {
    return message.encode().array();
  }

  private static void assertAnswered(Future<ChildHandle> asked)
      throws InterruptedException, TimeoutException {
    try {
      asked.get(15, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertInstanceOf(IOException.class, e.getCause());
    }
  }

  private static void awaitKill(Unborn process) throws InterruptedException {
    for (int i = 0; i < 10_000 && process.kills.get() == 0; i++) {
      Thread.sleep(1);
    }
    assertEquals(1, process.kills.get(), "the server's process is not ended");
  }

  @Test
  void whateverAnApplicationSaysItsServerEndsInOrder() {
    FuzzRun.of("server", ServerFuzzTest::serverRound);
  }

  private static int serverRound(Random random) {
    List<byte[]> says = new ArrayList<>();
    for (int child = 1; child <= 1 + random.nextInt(8); child++) {
      says.add(
          random.nextInt(3) == 0
              ? bytes(new ServerMessage.Opened(child))
              : bytes(new ServerMessage.Start(child, "n", "p", new byte[random.nextInt(300)])));
    }
    Native system = playing(ByteBuffer.wrap(MUTATOR.mutate(random, says)));
    MessageChannel application = new MessageChannel(system, 3);
    try {
      if (random.nextBoolean()) {
        new ServerLoop(system, application, new Reserve(system, 0, KIND)).run();
      } else {
        while (true) {
          application.receive();
        }
      }
    } catch (IOException e) {
      // EOFException is; so is a system call that fails
    }
    return says.size();
  }

  /** A system in which one descriptor can be read, everything can be written, and none be made. */
  private static Native playing(ByteBuffer input) {
    return (Native)
        Proxy.newProxyInstance(
            ServerFuzzTest.class.getClassLoader(),
            new Class<?>[] {Native.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "read" -> {
                    int some = Math.min((int) arguments[2], input.remaining());
                    input.get((byte[]) arguments[1], 0, some);
                    yield some;
                  }
                  case "write" -> arguments[2];
                  case "poll" -> {
                    ((boolean[]) arguments[1])[0] = true;
                    yield 1;
                  }
                  case "pipe" -> throw new PosixException("pipe", PosixException.ENAMETOOLONG);
                  default -> throw new AssertionError("not expected: " + method);
                });
  }
}
