package io.forkpool.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** Kills the process that made it while it is decoded in another. */
final class Assassin implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long home = ProcessHandle.current().pid();

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (ProcessHandle.current().pid() != home) {
      ProcessHandle.of(home).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
