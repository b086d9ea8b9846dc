package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class RendezvousTest {
  private static final byte[] MAGIC = {'F', 'K', 'P', 1}; // for the frames

  private final List<SocketChannel> strangers = new ArrayList<>();
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private Rendezvous meeting;
  private Path directory;

  @BeforeEach
  void open() throws IOException {
    meeting = Rendezvous.open();
    directory = Path.of(meeting.endpoint().directory());
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel stranger : strangers) {
      stranger.close();
    }
    meeting.close();
  }

  private CompletableFuture<Optional<Connections>> accept() {
    return accept(System::nanoTime, System.nanoTime() + 60_000_000_000L);
  }

  /** The parent waits on a thread of its own. */
  private CompletableFuture<Optional<Connections>> accept(LongSupplier clock, long deadline) {
    CompletableFuture<Optional<Connections>> accepted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                accepted.complete(meeting.accept(givenUp::get, clock, deadline));
              } catch (IOException | RuntimeException e) {
                accepted.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return accepted;
  }

  private SocketChannel stranger(byte[]... says) throws IOException {
    SocketChannel stranger = SocketChannel.open(meeting.endpoint().socketAddress());
    strangers.add(stranger);
    for (byte[] words : says) {
      stranger.write(ByteBuffer.wrap(words));
    }
    return stranger;
  }

  private void assertDisconnected(SocketChannel stranger) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(1);
    try {
      assertEquals(-1, stranger.read(answer));
    } catch (IOException e) {
      assertFalse(answer.position() > 0, "got an answer");
    }
  }

  private void assertChildGetsIn(CompletableFuture<Optional<Connections>> accepted)
      throws IOException {
    try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
        SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
      Connections parent = accepted.join().orElseThrow();
      assertConnected(frames, parent.frames());
      assertConnected(lifeline, parent.lifeline());
      parent.frames().close();
      parent.lifeline().close();
    }
  }

  /** What follows the greeting is left in the socket. */
  private static void assertConnected(SocketChannel child, SocketChannel parent)
      throws IOException {
    child.write(ByteBuffer.wrap(new byte[] {42}));
    ByteBuffer received = ByteBuffer.allocate(8);
    parent.configureBlocking(true);
    parent.read(received);
    assertEquals(1, received.position());
    assertEquals(42, received.get(0));
  }

  @Test
  void childWithTheTokenIsAccepted() throws IOException {
    assertChildGetsIn(accept());
  }

  @Test
  void childThatWasThereFirstIsAccepted() throws IOException {
    try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
        SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
      assertTrue(frames.isConnected() && lifeline.isConnected());
      assertTrue(accept().join().isPresent());
    }
  }

  @Test
  void childIsThereWhenBothItsConnectionsAre() throws IOException {
    CompletableFuture<Optional<Connections>> accepted = accept();
    try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
        SocketChannel again = Greeting.connect(meeting.endpoint(), Line.FRAMES)) {
      assertTrue(frames.isConnected());
      assertDisconnected(again);
      assertFalse(accepted.isDone());
      SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE);
      strangers.add(lifeline);
      assertTrue(accepted.join().isPresent());
    }
  }

  @Test
  void halfAChildIsDisconnectedWhenTheMeetingEnds() throws IOException {
    CompletableFuture<Optional<Connections>> accepted = accept();
    try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
        SocketChannel again = Greeting.connect(meeting.endpoint(), Line.FRAMES)) {
      assertDisconnected(again); // so the first was looked at
      givenUp.set(true);
      meeting.wakeup();
      assertEquals(Optional.empty(), accepted.join());
      meeting.close();
      assertDisconnected(frames);
    }
    meeting = Rendezvous.open(); // for close() below
  }

  @Test
  void strangersAreNeverAcceptedAndDoNotHoldTheChildUp() throws IOException {
    byte[] token = meeting.endpoint().token();
    byte[] wrongToken = token.clone();
    wrongToken[31] ^= 1;
    CompletableFuture<Optional<Connections>> accepted = accept();
    stranger();
    SocketChannel wrong = stranger(MAGIC, wrongToken);
    SocketChannel otherLine = stranger(new byte[] {'F', 'K', 'P', 3}, token);
    SocketChannel garbage = stranger("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n ...".getBytes());
    stranger(MAGIC, java.util.Arrays.copyOf(token, 16));
    stranger().close();
    stranger(MAGIC).close();
    assertDisconnected(wrong);
    assertDisconnected(otherLine);
    assertDisconnected(garbage);
    assertFalse(accepted.isDone(), "a stranger was accepted");
    assertChildGetsIn(accepted);
  }

  @Test
  void greetingMayComeInPieces() throws IOException {
    CompletableFuture<Optional<Connections>> accepted = accept();
    try (SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
      SocketChannel slow = stranger(MAGIC);
      for (byte b : meeting.endpoint().token()) {
        assertFalse(accepted.isDone());
        slow.write(ByteBuffer.wrap(new byte[] {b}));
      }
      assertTrue(accepted.join().isPresent());
      assertTrue(lifeline.isConnected());
    }
  }

  @Test
  void twoHundredStrangersWhoLeaveAgainDoNotHoldTheChildUp() throws IOException {
    CompletableFuture<Optional<Connections>> accepted = accept();
    for (int i = 0; i < 200; i++) {
      stranger(new byte[i % 37]).close();
    }
    assertFalse(accepted.isDone());
    assertChildGetsIn(accepted);
  }

  @Test
  void strangersLoseTheirConnectionWhenTheMeetingEnds() throws IOException {
    CompletableFuture<Optional<Connections>> accepted = accept();
    SocketChannel silent = stranger();
    assertChildGetsIn(accepted);
    meeting.close();
    assertDisconnected(silent);
    meeting = Rendezvous.open(); // for close() below
  }

  @Test
  void directoryIsForThisUserOnlyAndGoesWithTheMeeting() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    assertTrue(Files.exists(meeting.endpoint().claimsFile()));
    meeting.close();
    assertFalse(Files.exists(directory));
    meeting = Rendezvous.open(); // for close() below
  }

  @Test
  void childAndParentShareTheClaims() throws IOException {
    Claims child = Claims.open(meeting.endpoint().claimsFile());
    child.claim(4, 0);
    assertEquals(4, meeting.claims().claimed());
  }

  @Test
  void tokensDiffer() throws IOException {
    try (Rendezvous other = Rendezvous.open()) {
      assertFalse(java.util.Arrays.equals(meeting.endpoint().token(), other.endpoint().token()));
    }
  }

  @Test
  void waitEndsWhenToldToGiveUp() {
    CompletableFuture<Optional<Connections>> accepted = accept();
    meeting.wakeup();
    givenUp.set(true);
    meeting.wakeup();
    assertEquals(Optional.empty(), accepted.join());
  }

  @Test
  void waitEndsAtTheDeadline() throws IOException {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock wraps on the way
    long deadline = now.get() + 10;
    AtomicLong asked = new AtomicLong();
    Optional<Connections> accepted =
        meeting.accept(
            () -> false,
            () -> {
              asked.incrementAndGet();
              return now.getAndAdd(3);
            },
            deadline);
    assertEquals(Optional.empty(), accepted);
    assertTrue(asked.get() > 2, "gave up before the deadline");
  }

  @Test
  void deadlineIsKeptAlsoWhileStrangersCome() throws IOException {
    AtomicLong now = new AtomicLong();
    CompletableFuture<Optional<Connections>> accepted = accept(now::get, 60_000_000_000L);
    for (int i = 0; i < 20; i++) {
      stranger();
    }
    assertFalse(accepted.isDone());
    now.set(60_000_000_000L);
    stranger(); // wakes the parent as any other would
    assertEquals(Optional.empty(), accepted.join());
  }

  @Test
  void missingTemporaryDirectoryIsNamedWithAdvice() throws IOException {
    Path missing = directory.resolve("missing");
    IOException failure = openBelow(missing);
    assertTrue(failure.getMessage().contains(missing.toString()), failure.getMessage());
    assertTrue(failure.getMessage().contains("-Djava.io.tmpdir"), failure.getMessage());
  }

  @Test
  void temporaryDirectoryThatIsAFileIsNamedWithAdvice() throws IOException {
    IOException failure = openBelow(meeting.endpoint().claimsFile());
    assertTrue(failure.getMessage().contains("-Djava.io.tmpdir"), failure.getMessage());
  }

  @Test
  void tooLongATemporaryDirectoryIsNamedAndLeftEmpty() throws IOException {
    Path deep = Files.createDirectories(directory.resolve("d".repeat(90)));
    try {
      IOException failure = openBelow(deep);
      assertTrue(failure.getMessage().contains("too long"), failure.getMessage());
      assertTrue(failure.getMessage().contains("java.io.tmpdir"), failure.getMessage());
      try (var left = Files.list(deep)) {
        assertEquals(0, left.count());
      }
    } finally {
      Files.delete(deep);
    }
  }

  private static IOException openBelow(Path base) {
    String before = System.setProperty("java.io.tmpdir", base.toString());
    try {
      return assertThrows(IOException.class, Rendezvous::open);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }
}
