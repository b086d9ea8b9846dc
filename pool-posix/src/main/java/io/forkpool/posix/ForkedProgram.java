package io.forkpool.posix;

import io.forkpool.spi.ChildProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

/** What a forked child does first, and how a program is made from its name. */
final class ForkedProgram {
  private ForkedProgram() {}

  /** In the parent, before its first fork: loads what a child needs at once. */
  static void prepare() {
    ChildExit.prepare();
    InputStream.nullInputStream();
  }

  /**
   * In the child: the name of its only thread, and the standard streams. Whatever the parent has
   * put in their place, a child's output is its own two descriptors. And who interrupts the thread
   * that forks does not mean the child.
   */
  static void begin(String name) {
    Thread.interrupted();
    Thread.currentThread().setName(name);
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
  }

  static ChildProgram instantiate(String programClass) throws ReflectiveOperationException {
    return (ChildProgram) Class.forName(programClass).getConstructor().newInstance();
  }
}
