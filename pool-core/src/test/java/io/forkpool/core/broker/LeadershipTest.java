package io.forkpool.core.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final Duration PROMPT = Duration.ofSeconds(60);

  private final CompletableFuture<Void> ledAgain = new CompletableFuture<>();
  private final Thread keeper = new Thread(this::keep);
  private long now;
  private final Leadership leadership = new Leadership(keeper, () -> now);

  private void keep() {
    while (!leadership.lead()) {
      Thread.onSpinWait();
    }
    ledAgain.complete(null);
  }

  @BeforeEach
  void keeperLeads() {
    keeper.setDaemon(true);
    assertTrue(leadership.lead());
  }

  /** This thread waits, the keeper reads its answer. */
  private void follow() {
    assertFalse(leadership.begin());
    leadership.unfollow();
    leadership.hasAnswered();
    leadership.hasRead();
    leadership.end(false);
  }

  private void followOften() {
    for (int i = 0; i <= Leadership.OFTEN; i++) {
      follow();
    }
  }

  @Test
  void threadThatWaitsAgainSoonOftenEnoughLeads() {
    followOften();
    for (int i = 0; i < 3; i++) {
      now += Leadership.SOON_NANOS - 1;
      assertTrue(leadership.begin());
      assertTrue(leadership.isLedByThisThread());
      leadership.end(true);
      assertFalse(leadership.isLedByThisThread());
    }
  }

  @Test
  void threadThatTakesItsTimeFollowsAndTheKeeperLeads() {
    for (int i = 0; i < 5 * Leadership.OFTEN; i++) {
      follow();
      now += Leadership.SOON_NANOS;
    }
    followOften();
    now += Leadership.SOON_NANOS;
    assertFalse(leadership.begin());
    assertTrue(leadership.lead());
  }

  @Test
  void threadThatIsNewDoesNotLead() {
    followOften();
    assertFalse(CompletableFuture.supplyAsync(leadership::begin).join());
    assertTrue(leadership.lead());
  }

  @Test
  void noThreadGoesAwayWithTheLeadWhileAnotherFollows() {
    CompletableFuture.supplyAsync(leadership::begin).join();
    followOften();
    assertFalse(leadership.begin());
    leadership.unfollow();
    leadership.end(false);
    leadership.unfollow(); // the other one
    follow();
    assertTrue(leadership.begin());
    leadership.end(true);
  }

  @Test
  void keeperIsCalledByWhoeverBeginsToFollow() {
    followOften();
    assertTrue(leadership.begin());
    keeper.start();
    await("sleeps").atMost(PROMPT).until(() -> keeper.getState() == Thread.State.TIMED_WAITING);
    assertFalse(CompletableFuture.supplyAsync(leadership::begin).join());
    assertFalse(ledAgain.isDone(), "this thread leads");
    leadership.end(true);
    await("leads").atMost(PROMPT).until(ledAgain::isDone);
  }

  @Test
  void keeperLeadsSoonAfterALongReign() throws InterruptedException {
    followOften();
    assertTrue(leadership.begin());
    keeper.start();
    Thread.sleep(20); // many ticks: it sleeps for long now, mostly; else it wakes up by itself
    leadership.end(true);
    await("leads").atMost(PROMPT).until(ledAgain::isDone);
  }
}
