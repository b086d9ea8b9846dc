package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.contract.OtherUser;
import org.junit.jupiter.api.Test;

/** What another user finds of a place where a worker is awaited. */
class OtherUserTest {
  @Test
  void anotherUserCannotReachTheSocketNorWhatLiesBesideIt() throws Exception {
    OtherUser.assumeThere();
    try (Rendezvous meeting = Rendezvous.open()) {
      String directory = meeting.endpoint().directory();
      OtherUser.Result seen = OtherUser.run("ls -ld " + directory);
      assertEquals(0, seen.status(), seen.output());
      assertTrue(seen.output().startsWith("drwx------"), seen.output());
      OtherUser.assertDenied("ls " + directory);
      OtherUser.assertDenied("ls " + directory + "/socket");
      OtherUser.assertDenied("cat " + directory + "/claims");
    }
  }
}
