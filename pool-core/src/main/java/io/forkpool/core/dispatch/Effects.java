package io.forkpool.core.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be done once the dispatcher's lock is let go of: frames to be pushed to sockets,
 * futures to be completed. Neither may run under the lock: the one is slow, the other runs code of
 * users.
 */
final class Effects {
  private final Set<Lane> pushes = new LinkedHashSet<>(2);
  private final List<Runnable> actions = new ArrayList<>(1);

  void push(Lane lane) {
    pushes.add(lane);
  }

  /** What is in line for a lane is sent by who reads from it. */
  void leaveToDriver(Lane lane) {
    pushes.remove(lane);
  }

  void then(Runnable action) {
    actions.add(action);
  }

  void run() {
    for (Lane lane : pushes) {
      lane.push();
    }
    for (Runnable action : actions) {
      action.run();
    }
  }
}
