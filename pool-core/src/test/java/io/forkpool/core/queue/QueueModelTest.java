package io.forkpool.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random steps of several processes, some of which die at some point: whatever they do, each item
 * is handed out once, in order, nobody waits for what is there, and no more is in than fits.
 */
class QueueModelTest {
  private static final int ROUNDS = 3_000;
  private static final int STEPS = 120;
  private static final int PROCESSES = 4;
  private static final int ITEMS_EACH = 1_000_000;

  @Test
  void randomStepsKeepTheInvariants() {
    long begin = new Random().nextLong();
    for (long seed = begin; seed < begin + ROUNDS; seed++) {
      try {
        new Run(new Random(seed)).go();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with the seed " + seed + "L", e);
      }
    }
  }

  /** A process of one thread. */
  private static final class Actor {
    final int id;
    final FakeProcess process;
    final Map<Integer, Integer> lastOf = new HashMap<>();
    FakeRequest taking;
    FakeRequest putting;
    int putItem;
    boolean claimed;
    int items;

    Actor(int id, FakeProcess process) {
      this.id = id;
      this.process = process;
    }

    boolean puts() {
      return putting != null || claimed;
    }

    int nextItem() {
      return id * ITEMS_EACH + items++;
    }
  }

  private static final class Run {
    final Random random;
    final int capacity;
    final QueueResource queue;
    final boolean deadly;
    final List<Actor> actors = new ArrayList<>();
    final Set<Integer> inside = new HashSet<>();
    final FakeProcess watcher;
    int lastId;
    int deaths;
    boolean closed;

    Run(Random random) {
      this.random = random;
      this.capacity = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(12);
      this.queue = new QueueResource(capacity, this, 1 + random.nextInt(20));
      this.watcher = new FakeProcess(queue, 0);
      this.deadly = random.nextBoolean();
      for (int i = 0; i < PROCESSES; i++) {
        actors.add(newActor());
      }
    }

    Actor newActor() {
      FakeProcess process = new FakeProcess(queue, ++lastId);
      if (random.nextInt(3) > 0) {
        process.withAccounts(queue.accounts(), 1 << (6 + random.nextInt(4)));
      }
      return new Actor(lastId, process);
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        int index = random.nextInt(PROCESSES);
        Actor actor = actors.get(index);
        switch (random.nextInt(13)) {
          case 0, 1, 2 -> put(actor);
          case 3, 4, 5, 6 -> take(actor);
          case 7 -> poll(actor);
          case 8 -> finish(actor);
          case 9 -> cancel(actor);
          case 10 -> {
            if (deadly && random.nextInt(3) == 0) {
              kill(actor);
              actors.set(index, newActor());
            }
          }
          case 11 -> {
            if (actor.taking == null) {
              actor.process.order(1 + random.nextInt(5));
            }
          }
          default -> {
            if (step > STEPS / 2 && random.nextInt(20) == 0) {
              assertEquals(QueueAnswer.DONE, actor.process.outcome(QueueCall.CLOSE));
              closed = true;
            }
          }
        }
        actors.forEach(this::seePut);
        check();
      }
      end();
    }

    void put(Actor actor) {
      if (actor.puts()) {
        return;
      }
      if (actor.process.claimPlace()) {
        actor.claimed = true;
        if (random.nextBoolean()) {
          write(actor);
        }
        return;
      }
      actor.putItem = actor.nextItem();
      actor.putting =
          random.nextInt(4) == 0
              ? actor.process.offer(actor.putItem)
              : actor.process.put(actor.putItem);
      seePut(actor);
    }

    void write(Actor actor) {
      int item = actor.nextItem();
      boolean told = actor.process.write(item);
      inside.add(item);
      actor.claimed = false;
      if (told) {
        actor.process.tell();
      }
    }

    void seePut(Actor actor) {
      if (actor.putting != null && actor.putting.outcome() != null) {
        if (actor.putting.outcome() == QueueAnswer.DONE) {
          inside.add(actor.putItem);
        }
        if (actor.putting.outcome() == QueueAnswer.CLOSED) {
          assertTrue(closed);
        }
        actor.putting = null;
      }
    }

    void take(Actor actor) {
      if (actor.taking == null) {
        Integer ahead = actor.process.handOutAhead();
        if (ahead == null) {
          if (random.nextBoolean() && actor.process.waitsForDelivery()) {
            return; // it looks a little longer
          }
          ahead = actor.process.endOrder();
        }
        if (ahead != null) {
          handedOut(actor, ahead);
          return;
        }
        actor.taking = actor.process.take();
      }
      if (random.nextBoolean()) {
        receive(actor);
      }
    }

    void receive(Actor actor) {
      actors.forEach(this::seePut);
      if (actor.taking != null && actor.taking.outcome() != null) {
        FakeRequest answered = actor.taking;
        actor.taking = null;
        Integer item = actor.process.handOut(answered);
        if (item != null) {
          handedOut(actor, item);
        } else if (answered.outcome() == QueueAnswer.CLOSED) {
          assertTrue(closed);
          // What a consumer was sent comes back when it dies, maybe after this was answered.
          assertTrue(deaths > 0 || available().isEmpty(), "there is an item, or was");
        }
      }
    }

    void poll(Actor actor) {
      if (actor.taking == null && actor.process.handOutAheadIsEmpty()) {
        Integer delivered = actor.process.endOrder();
        if (delivered != null) {
          handedOut(actor, delivered);
          return;
        }
        FakeRequest answered = actor.process.poll();
        actors.forEach(this::seePut);
        if (answered.outcome() == QueueAnswer.EMPTY) {
          assertEquals(Set.of(), available());
        }
        actor.taking = answered;
        receive(actor);
      }
    }

    void handedOut(Actor actor, int item) {
      actors.forEach(this::seePut);
      assertTrue(inside.remove(item), item + " is handed out, and is not there");
      Integer last = actor.lastOf.put(item / ITEMS_EACH, item);
      assertTrue(deaths > 0 || last == null || last < item, last + ", then " + item);
    }

    void finish(Actor actor) {
      if (actor.claimed) {
        write(actor);
      }
      receive(actor);
    }

    void cancel(Actor actor) {
      for (FakeRequest request : new FakeRequest[] {actor.taking, actor.putting}) {
        if (request != null && request.outcome() == null) {
          queue.cancel(request);
        }
      }
      receive(actor);
    }

    /** What a plain request was answered with is lost with its process. */
    void kill(Actor actor) {
      if (actor.taking != null && actor.taking.outcome() == QueueAnswer.ITEM) {
        inside.remove(FakeProcess.number(actor.taking.answer().body()));
      }
      deaths++;
      actor.process.end();
    }

    /** Items that nobody's answer has brought. */
    Set<Integer> available() {
      Set<Integer> items = new HashSet<>(inside);
      for (Actor actor : actors) {
        if (actor.taking != null) {
          actor.process.promised(actor.taking).ifPresent(items::remove);
        }
      }
      return items;
    }

    void check() {
      int places = (int) actors.stream().filter(actor -> actor.claimed).count();
      boolean seen = random.nextInt(4) == 0; // what was put without a request, too
      if (seen) {
        watcher.number(QueueCall.IS_CLOSED);
        actors.forEach(this::seePut);
      }
      Set<Integer> available = available();
      assertTrue((long) available.size() + places <= (long) capacity + deaths, "too many");
      for (Actor actor : actors) {
        if (actor.taking != null && actor.taking.outcome() == null) {
          assertEquals(Set.of(), available, "somebody waits for what is there");
        }
        if (actor.putting != null && actor.putting.outcome() == null) {
          assertTrue(available.size() + places >= capacity, "somebody waits, and there is room");
        }
        if (actor.process.waitsForDelivery() && seen) {
          int sent = actors.stream().mapToInt(each -> each.process.unclaimed()).sum();
          assertTrue(available.size() <= sent, "an order stands, and there is an item");
        }
      }
    }

    void end() {
      actors.forEach(this::finish);
      actors.forEach(this::cancel);
      actors.forEach(this::seePut);
      FakeProcess last = new FakeProcess(queue, 0);
      assertEquals(inside.size(), last.number(QueueCall.SIZE));
      assertEquals(inside, new HashSet<>(last.drain()));
      assertEquals(closed ? QueueAnswer.CLOSED : QueueAnswer.EMPTY, last.poll().outcome());
    }
  }
}
