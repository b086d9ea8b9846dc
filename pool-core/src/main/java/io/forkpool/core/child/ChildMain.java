package io.forkpool.core.child;

import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ThisProcess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The main class of a spawned JVM. Its parent tells it by stdin what to run; the programs it runs
 * see an empty stdin.
 */
public final class ChildMain {
  /** Marks the stream as ours: somebody who starts this class by hand gets told. */
  private static final int MAGIC = 0x464b504d;

  private ChildMain() {}

  /**
   * Writes what a child is to run: the parent's side.
   *
   * @param entries what it runs, one after the other
   * @param out the child's stdin; it is closed
   * @throws IOException if the child has gone
   */
  public static void instruct(List<ChildEntry.Named> entries, OutputStream out) throws IOException {
    try (DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
      data.writeInt(MAGIC);
      data.writeLong(ThisProcess.pid());
      data.writeInt(entries.size());
      for (ChildEntry.Named entry : entries) {
        data.writeUTF(entry.programClass());
        data.writeInt(entry.argument().length);
        data.write(entry.argument());
      }
    }
  }

  /**
   * Runs what the parent says.
   *
   * @param args none
   * @throws Exception what a program throws: the launcher prints it, waits for the non-daemon
   *     threads there are, and gives exit code 1
   */
  public static void main(String[] args) throws Exception {
    System.setIn(InputStream.nullInputStream());
    // Not closed: the JDK would put /dev/null there, for writing only, and a command that inherits
    // it
    // would get an error where it is to see the end of its input.
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    if (in.readInt() != MAGIC) {
      throw new IllegalArgumentException("this class is started by forkpool, not by hand");
    }
    final long parent = in.readLong();
    int count = in.readInt();
    String[] programs = new String[count];
    byte[][] arguments = new byte[count][];
    for (int i = 0; i < count; i++) {
      programs[i] = in.readUTF();
      arguments[i] = in.readNBytes(in.readInt());
    }
    int last = programs.length - 1;
    if (last > 0) {
      preload(parent, Arrays.copyOf(programs, last), arguments);
    }
    instantiate(programs[last]).run(arguments[last]);
  }

  /** What fails is not waited for: a preload action may have left threads. */
  private static void preload(long parent, String[] programs, byte[][] arguments) {
    try {
      OrphanWatch watch = OrphanWatch.start(parent);
      for (int i = 0; i < programs.length; i++) {
        instantiate(programs[i]).run(arguments[i]);
      }
      watch.stop();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  private static ChildProgram instantiate(String name) throws ReflectiveOperationException {
    return (ChildProgram) Class.forName(name).getConstructor().newInstance();
  }
}
