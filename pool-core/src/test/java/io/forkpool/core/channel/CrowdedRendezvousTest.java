package io.forkpool.core.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CrowdedRendezvousTest {

  @Test
  void twoHundredSilentStrangersWhoStayDoNotKeepTheChildOut() throws Exception {
    List<SocketChannel> strangers = new ArrayList<>();
    try (Rendezvous meeting = Rendezvous.open()) {
      CompletableFuture<Optional<Connections>> accepted = new CompletableFuture<>();
      Thread parent =
          new Thread(
              () -> {
                try {
                  long deadline = System.nanoTime() + 20_000_000_000L;
                  accepted.complete(meeting.accept(() -> false, System::nanoTime, deadline));
                } catch (IOException | RuntimeException e) {
                  accepted.completeExceptionally(e);
                }
              });
      parent.start();
      for (int i = 0; i < 200; i++) {
        strangers.add(SocketChannel.open(meeting.endpoint().socketAddress()));
      }
      try (SocketChannel frames = Greeting.connect(meeting.endpoint(), Line.FRAMES);
          SocketChannel lifeline = Greeting.connect(meeting.endpoint(), Line.LIFELINE)) {
        assertTrue(frames.isOpen() && lifeline.isOpen());
        Optional<Connections> child = accepted.get(40, TimeUnit.SECONDS);
        assertTrue(child.isPresent(), "the child was kept out");
        assertDisconnected(strangers.get(0));
        child.get().frames().close();
        child.get().lifeline().close();
      }
    } finally {
      for (SocketChannel stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static void assertDisconnected(SocketChannel stranger) throws IOException {
    stranger.configureBlocking(false);
    await("who has waited longest is let go of")
        .until(() -> stranger.read(ByteBuffer.allocate(1)) < 0);
  }

  @Test
  void meetingMayBeClosedTwiceAsAnyCloseable() throws IOException {
    Rendezvous meeting = Rendezvous.open();
    meeting.close();
    meeting.close();
  }
}
