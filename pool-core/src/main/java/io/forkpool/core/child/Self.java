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

  /** For rehearsals. */
  static final Birth SOMEBODY = new Birth(MAIN, "", false, StartMethod.FORK.toString(), 0, MAIN, 0);

  private static volatile Birth birth;

  private Self() {}

  /** This process begins: from here on it knows who it is. */
  static void enter(Birth own) {
    long pid = ThisProcess.pid();
    Nesting.enter(own.depth());
    birth = own;
    CurrentProcess.enter(
        new ProcessIdentity(own.name(), pid, own.daemon(), StartMethod.of(own.startMethod())),
        new Parent(own.parentPid(), own.parentName()));
  }

  /** Loads and links what {@link #enter} needs, without an effect. */
  static void rehearse() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SOMEBODY.write(new DataOutputStream(bytes));
    Birth.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    new ProcessIdentity(MAIN, 0, false, StartMethod.of(SOMEBODY.startMethod()));
    new Parent(0, MAIN);
    CurrentProcess.rehearse();
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
   * Tells the lineage of a child of this process. Those of workers begin anew.
   *
   * @param number which child it is, from 1
   * @return the lineage
   */
  public static String lineage(int number) {
    String above = own().map(Birth::lineage).orElse("");
    return above.isEmpty() ? Integer.toString(number) : above + ":" + number;
  }
}
