package io.forkpool.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendWindowTest {
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final SendWindow window = new SendWindow(broken);

  @Test
  void firstMessageIsAnswered() {
    assertFalse(window.admits(0));
    window.answered();
    assertTrue(window.admits(0));
  }

  @Test
  void oneOfManyEmptyMessagesIsAnswered() {
    window.answered();
    int unanswered = 0;
    while (unanswered < SendWindow.BYTES && window.admits(0)) {
      unanswered++;
    }
    assertEquals(SendWindow.BYTES / Inbox.OVERHEAD, unanswered);
    window.answered();
    assertTrue(window.admits(0));
  }

  @Test
  void longMessageIsAnsweredAndCostsTheOthersNothing() {
    window.answered();
    assertFalse(window.admits(SendWindow.LONGEST + 1));
    assertFalse(window.admits(Integer.MAX_VALUE));
    assertTrue(window.admits(SendWindow.LONGEST));
  }

  @Test
  void nothingIsUnansweredWhenNobodyReceives() {
    window.answered();
    broken.complete(null);
    assertFalse(window.admits(0));
    window.answered();
    assertFalse(window.admits(0));
  }

  @Test
  void closedWindowIsNotTold() {
    window.close();
    assertTrue(broken.isCancelled());
  }
}
