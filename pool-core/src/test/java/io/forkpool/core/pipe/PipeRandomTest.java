package io.forkpool.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.broker.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pipe does what {@link PipeModel} says, whatever comes in whatever order. */
class PipeRandomTest {
  private static final int RUNS = 500;
  private static final int STEPS = 120;
  private static final int[] LENGTHS = {0, 1, 5, 400_000, 700_000, (int) Inbox.ROOM, 1_500_000};
  private static final byte[][] BODIES = new byte[LENGTHS.length][];

  static {
    for (int i = 0; i < LENGTHS.length; i++) {
      BODIES[i] = new byte[LENGTHS[i]];
    }
  }

  @Test
  void anyInterleavingGoesAsTheModelSays() {
    long seed = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      Run one = new Run(seed + run);
      try {
        one.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (seed + run) + "\n" + String.join("\n", one.story), e);
      }
    }
  }

  private static final class Run {
    final List<String> story = new ArrayList<>();
    private final Random random;
    private final List<FakeSession> sessions = new ArrayList<>();
    private final List<FakeSession> everyone = new ArrayList<>();
    private final List<FakeRequest> requests = new ArrayList<>();
    private final List<Long> lapses = new ArrayList<>();
    private final AtomicInteger gone = new AtomicInteger();
    private final PipeResource pipe = new PipeResource(lapses::add, gone::incrementAndGet);
    private final PipeModel model = new PipeModel();

    Run(long seed) {
      random = new Random(seed);
      FakeSession owner = join(1);
      // Both at once, as far as the model is concerned, which would close an end that nobody has.
      for (int end = 0; end < 2; end++) {
        FakeRequest first =
            FakeRequest.tell(owner, PipeRequest.ATTACH, PipeResource.place(end, 1), 0);
        pipe.handle(first);
        model.begin(first);
      }
    }

    private FakeSession join(long pid) {
      FakeSession session = new FakeSession(pid);
      sessions.add(session);
      everyone.add(session);
      return session;
    }

    void run() {
      for (int step = 0; step < STEPS && !model.gone(); step++) {
        step();
        compare();
      }
      while (!sessions.isEmpty()) {
        end(sessions.get(0));
        compare();
      }
      for (long ticket : List.copyOf(lapses)) {
        handle(FakeRequest.tell(new FakeSession(0), PipeRequest.LAPSE, ticket, 0));
      }
      compare();
      assertTrue(model.gone(), "an end is open that nobody has");
    }

    private void step() {
      int chance = random.nextInt(100);
      if (chance < 3 && sessions.size() < 5) {
        join(everyone.size() + 1);
      } else if (chance < 5 && sessions.size() > 1) {
        end(any(sessions));
      } else if (chance < 15 && !requests.isEmpty()) {
        cancel(any(requests));
      } else {
        handle(request());
      }
    }

    private void end(FakeSession session) {
      story.add("end of " + session);
      sessions.remove(session);
      pipe.sessionEnded(session);
      model.sessionEnded(session);
    }

    private void cancel(FakeRequest request) {
      if (!request.answered() && sessions.contains(request.session())) {
        story.add("cancel " + request);
        pipe.cancel(request);
        model.cancel(request);
      }
    }

    private void handle(FakeRequest request) {
      story.add(request.toString());
      requests.add(request);
      pipe.handle(request);
      model.handle(request);
    }

    private FakeRequest request() {
      FakeSession session = any(sessions);
      PipeRequest kind = kind();
      long place = PipeResource.place(random.nextInt(2), 1 + random.nextInt(2));
      long ticket = 1 + random.nextInt(8);
      return switch (kind) {
        case ATTACH, CLOSE -> FakeRequest.tell(session, kind, place, random.nextInt(8));
        case BIND -> FakeRequest.tell(session, kind, ticket, 1 + random.nextInt(6));
        case DROP -> FakeRequest.tell(session, kind, ticket, 0);
        case LAPSE -> FakeRequest.tell(session, kind, lapses.isEmpty() ? 0 : any(lapses), 0);
        case WATCH, WATCH_PEER -> FakeRequest.tell(session, kind, place, 0);
        case SEND_OBJECT, SEND_BYTES -> {
          byte[] body = BODIES[random.nextInt(BODIES.length)];
          yield random.nextBoolean()
              ? FakeRequest.ask(session, kind, place, 0, body)
              : FakeRequest.tell(session, kind, place, body);
        }
        default -> FakeRequest.ask(session, kind, place, LENGTHS[random.nextInt(LENGTHS.length)]);
      };
    }

    private PipeRequest kind() {
      PipeRequest[] all = PipeRequest.values();
      PipeRequest kind = all[random.nextInt(all.length)];
      boolean rare = kind == PipeRequest.CLOSE || kind == PipeRequest.DROP;
      return rare && random.nextInt(3) > 0 ? PipeRequest.SEND_BYTES : kind;
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    private void compare() {
      for (FakeRequest request : requests) {
        Message expected = model.answers.get(request);
        assertEquals(expected, request.answer(), () -> "answer to " + request);
      }
      for (FakeSession session : everyone) {
        assertEquals(
            model.events.getOrDefault(session, 0), session.events.size(), "events to " + session);
      }
      assertEquals(model.gone() ? 1 : 0, gone.get(), "gone");
    }
  }
}
