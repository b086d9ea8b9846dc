package io.forkpool.core.child;

import io.forkpool.ProcessIdentity;
import io.forkpool.StartMethod;
import io.forkpool.spi.CurrentProcess;
import io.forkpool.spi.ThisProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** What this process is, for what it starts itself. Thread-safe. */
public final class Self {
  private static final String MAIN = "MainProcess";

  private static volatile Birth birth;

  private Self() {}

  /** This process begins. */
  static void enter(Birth own) {
    long pid = ThisProcess.pid();
    Nesting.enter(own.depth());
    birth = own;
    CurrentProcess.enter(
        new ProcessIdentity(own.name(), pid, own.daemon(), StartMethod.of(own.startMethod())),
        new Parent(own.parentPid(), own.parentName()));
    if (own.daemon()) {
      DaemonWatch.start(own.parentPid());
    }
  }

  /** Loads and links what {@link #enter} needs, without an effect. */
  static void rehearse() throws IOException {
    Birth some = new Birth(MAIN, "", false, StartMethod.FORK.toString(), 0, MAIN, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    some.write(new DataOutputStream(bytes));
    Birth.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    new ProcessIdentity(some.name(), 0, false, StartMethod.of(some.startMethod()));
    new Parent(0, MAIN);
    CurrentProcess.rehearse();
    InterruptSignal.rehearse();
    name();
  }

  /** A copy of a process is not that process. */
  private static Optional<Birth> own() {
    return CurrentProcess.identity().isPresent() ? Optional.of(birth) : Optional.empty();
  }

  /**
   * Tells this process's name.
   *
   * @return its name as a child; {@code MainProcess} if it is none
   */
  public static String name() {
    return own().map(Birth::name).orElse(MAIN);
  }

  /**
   * Tells whether this process ends with its parent.
   *
   * @return false if it is no child
   */
  public static boolean daemon() {
    return own().map(Birth::daemon).orElse(false);
  }

  /**
   * Tells the lineage of a child of this process.
   *
   * @param number which child it is, from 1
   * @return the lineage
   */
  public static String lineage(int number) {
    return own().map(self -> self.lineage() + ":").orElse("") + number;
  }
}
