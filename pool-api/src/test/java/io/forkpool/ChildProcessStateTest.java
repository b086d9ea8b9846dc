package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.ChildProcess.State;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChildProcessStateTest {
  private static final Map<State, Set<State>> LEGAL =
      Map.of(
          State.NEW, Set.of(State.STARTING, State.CLOSED),
          State.STARTING, Set.of(State.ALIVE, State.NEW),
          State.ALIVE, Set.of(State.ENDED),
          State.ENDED, Set.of(State.CLOSED),
          State.CLOSED, Set.of());

  @Test
  void theseTransitionsAreLegalAndNoOthers() {
    for (State from : State.values()) {
      EnumSet<State> next = EnumSet.noneOf(State.class);
      for (State to : State.values()) {
        if (from.canBecome(to)) {
          next.add(to);
        }
      }
      assertEquals(LEGAL.get(from), next, "after " + from);
    }
  }
}
