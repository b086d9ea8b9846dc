package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.contract.OtherUser;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What others find of a fork server, and of the place where it is awaited. */
class ServerSecrecyTest {
  @Test
  void anotherUserCannotReachTheSocketOfAServersMeeting() throws Exception {
    OtherUser.assumeThere();
    try (ServerMeeting meeting = ServerMeeting.open()) {
      OtherUser.assertDenied("ls " + meeting.path());
      OtherUser.assertDenied("ls " + Path.of(meeting.path()).getParent());
    }
  }

  @Test
  void whoHasNotTheTokenIsDisconnectedAndTheServerGetsIn() throws Exception {
    try (ServerMeeting meeting = ServerMeeting.open()) {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(meeting.path());
      byte[] nearly = meeting.token();
      nearly[31] ^= 1;
      CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
      Thread waiting = new Thread(() -> await(meeting, accepted));
      waiting.setDaemon(true);
      try (SocketChannel stranger = SocketChannel.open(address);
          SocketChannel server = SocketChannel.open(address)) {
        stranger.write(ByteBuffer.wrap(nearly));
        server.write(ByteBuffer.wrap(meeting.token()));
        server.write(ByteBuffer.wrap(new byte[] {42}));
        waiting.start();
        assertEquals(-1, stranger.read(ByteBuffer.allocate(1)));
        try (SocketChannel application = accepted.get(20, TimeUnit.SECONDS)) {
          ByteBuffer first = ByteBuffer.allocate(1);
          application.read(first);
          assertEquals(42, first.get(0));
        }
      }
    }
  }

  /** What the class calls is in its constant pool, by name. */
  @Test
  void theTokenIsComparedInConstantTime() throws Exception {
    try (InputStream in = ServerMeeting.class.getResourceAsStream("ServerMeeting.class")) {
      String names = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(names.contains("java/security/MessageDigest") && names.contains("isEqual"));
      assertFalse(names.contains("java/util/Arrays"), "compared as other bytes are");
    }
  }

  private static void await(ServerMeeting meeting, CompletableFuture<SocketChannel> accepted) {
    try {
      accepted.complete(meeting.await(new Running()));
    } catch (IOException e) {
      accepted.completeExceptionally(e);
    }
  }

  @Test
  void nobodyElseSeesMoreOfAServerThanItsCommandLineWhichTellsNoSecret() throws Exception {
    assumeTrue(
        StartMethod.FORKSERVER.unavailabilityCause().isEmpty(), "no fork server can run here");
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.FORKSERVER).build()) {
      long server = pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
      for (String file : new String[] {"cmdline", "environ"}) {
        byte[] bytes = Files.readAllBytes(Path.of("/proc/" + server + "/" + file));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("forkpool-server-"), text);
      }
      OtherUser.assumeThere();
      assertTrue(OtherUser.run("cat /proc/" + server + "/cmdline").status() == 0);
      OtherUser.assertDenied("ls /proc/" + server + "/fd/");
      OtherUser.assertDenied("cat /proc/" + server + "/environ");
    }
  }

  /** A process that has not ended. */
  private static final class Running extends NativeChild {
    Running() {
      super(Unborn.PID, Optional.empty());
    }

    @Override
    public void interrupt() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void terminate() {}

    @Override
    public void kill() {}
  }
}
