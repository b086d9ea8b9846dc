package io.forkpool.core.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ResourceClosedException;
import io.forkpool.core.broker.Broker;
import io.forkpool.core.broker.Ports;
import io.forkpool.core.broker.ResourceAddress;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A program that makes many queues, one after the other, does not keep them all. */
class QueueRemovalTest {
  private static final int CAPACITY = 5;
  private static final int MANY = 200;

  private static ResourceAddress add(Object maker) {
    return Broker.ofThisProcess().add(new QueueResource(CAPACITY, maker));
  }

  /** A handle as another process has it. */
  private static BrokeredQueue<Integer> handle(ResourceAddress address) {
    return new BrokeredQueue<>(address, CAPACITY, null);
  }

  private static boolean isKept(ResourceAddress address) {
    try {
      Ports.to(address)
          .ask(address.resource(), QueueCall.IS_CLOSED.message())
          .awaitUninterruptibly();
      return true;
    } catch (ResourceClosedException e) {
      return false;
    }
  }

  /** Gives the broker a reason to look. */
  private static void makeMany() {
    System.gc();
    for (int i = 0; i < MANY; i++) {
      new BrokeredQueueProvider().newQueue(CAPACITY).close();
    }
  }

  @Test
  void aClosedAndEmptyQueueThatItsMakerHasDroppedIsRemoved() throws Exception {
    ResourceAddress dropped = add(new Object());
    Object maker = new Object();
    ResourceAddress held = add(maker);
    ResourceAddress open = add(new Object());
    handle(dropped).close();
    handle(held).close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              makeMany();
              return !isKept(dropped);
            });
    assertTrue(isKept(held), "its maker has it");
    assertTrue(isKept(open), "a handle may be under way");
    Reference.reachabilityFence(maker);

    BrokeredQueue<Integer> late = handle(dropped);
    assertThrows(ResourceClosedException.class, () -> late.offer(1));
    assertThrows(ResourceClosedException.class, late::take);
    assertNull(late.peek());
    assertEquals(0, late.size());
    assertTrue(late.isClosed());
    late.taskDone();
    late.close();
    assertFalse(handle(open).isClosed());
    handle(open).close();
  }
}
