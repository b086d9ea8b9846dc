package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Much traffic from many threads, in both directions at once. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TrafficTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void twoSidesThatBothWriteMuchDoNotBlockEachOther() throws Exception {
    try (ChannelPair pair = ChannelPair.open()) {
      Future<?> one = threads.submit(writeThenRead(pair.parent(), 1, 2));
      Future<?> other = threads.submit(writeThenRead(pair.child(), 2, 1));
      one.get();
      other.get();
    }
  }

  /** Puts 50 MB in line, then reads as much: the writes go on while it reads. */
  private static Callable<Void> writeThenRead(FrameChannel channel, int mine, int others) {
    return () -> {
      byte[] block = Bodies.pattern(MEGABYTE, mine);
      for (int i = 1; i <= 50; i++) {
        Payload body = Bodies.of(block);
        channel.offer(Bodies.call(i, 1, body), body);
        channel.push();
      }
      byte[] expected = Bodies.pattern(MEGABYTE, others);
      for (int i = 1; i <= 50; i++) {
        assertEquals(i, channel.next().sequence());
        assertArrayEquals(expected, Bodies.readItem(channel));
      }
      channel.flush();
      return null;
    };
  }

  @Test
  void framesOfManyThreadsArriveWholeAndInEachThreadsOrder() throws Exception {
    int frames = 1000;
    try (ChannelPair pair = ChannelPair.open()) {
      Future<?> reader = threads.submit(() -> pair.parent().next()); // sends what is left
      List<Future<?>> senders = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int me = thread;
        senders.add(threads.submit(() -> offerMany(pair.parent(), me, frames)));
      }
      int[] next = new int[THREADS];
      for (int i = 0; i < THREADS * frames; i++) {
        Frame frame = pair.child().next();
        int thread = (int) frame.detail();
        assertEquals(next[thread]++, frame.sequence(), "thread " + thread);
        byte[] item = Bodies.readItem(pair.child());
        assertArrayEquals(Bodies.pattern(size((int) frame.sequence()), thread), item);
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
      assertTrue(!reader.isDone(), "nobody answered");
    }
  }

  /**
   * One of two who push at once writes for both, also when the other comes as it is about to go.
   * The second comes a little later from round to round, to meet every moment of the first.
   */
  @Test
  void frameThatFindsAnotherWritingIsNotLeftBehind() throws Exception {
    AtomicInteger go = new AtomicInteger(-1);
    try (ChannelPair pair = ChannelPair.open()) {
      for (int sender = 0; sender < 2; sender++) {
        int late = sender;
        threads.submit(
            () -> {
              for (int round = 0; awaitRound(go, round); round++) {
                for (int wait = late * (round % 600); wait > 0; wait--) {
                  Thread.onSpinWait();
                }
                pair.parent().offer(Bodies.call(round, 0, Payload.EMPTY), Payload.EMPTY);
                pair.parent().push();
              }
              return null;
            });
      }
      long end = System.nanoTime() + 1_500_000_000;
      for (int round = 0; round < 30_000 && System.nanoTime() < end; round++) {
        go.set(round); // nobody pushes again before both frames have come
        assertEquals(round, pair.child().next().sequence());
        assertEquals(round, pair.child().next().sequence());
      }
    }
  }

  /** Waits until it is time; returns false when the test is over. */
  private static boolean awaitRound(AtomicInteger go, int round) {
    for (int spins = 0; go.get() < round && !Thread.interrupted(); spins++) {
      if (spins < 1000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return go.get() >= round;
  }

  private static Void offerMany(FrameChannel channel, int thread, int frames) throws Exception {
    for (int i = 0; i < frames; i++) {
      Payload body = Bodies.of(Bodies.pattern(size(i), thread));
      channel.offer(new Frame(FrameType.CALL, 0, 1, i, thread, body.length()), body);
      channel.push();
    }
    return null;
  }

  /** Mostly small; some larger than what is written at once, some larger than any buffer. */
  private static int size(int number) {
    return number % 250 == 7 ? 300_000 : number % 50 == 3 ? 70_000 : number % 97;
  }
}
