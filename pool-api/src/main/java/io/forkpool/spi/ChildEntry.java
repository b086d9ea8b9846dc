package io.forkpool.spi;

import java.util.Objects;

/**
 * What a child runs: by name where the child is a fresh JVM, in memory where it is a copy of this
 * one.
 */
public sealed interface ChildEntry {

  /**
   * A program by its class name, with its argument as bytes. The bytes may hold secrets: a start
   * method passes them by a private stream or memory, never by command line, environment or a file
   * that others may read.
   *
   * @param programClass the binary name of a {@link ChildProgram}
   * @param argument the program's argument; not copied
   */
  record Named(String programClass, byte[] argument) implements ChildEntry {
    /**
     * Checks the components.
     *
     * @param programClass the binary name of a {@link ChildProgram}
     * @param argument the program's argument; not copied
     */
    public Named {
      Objects.requireNonNull(programClass, "programClass");
      Objects.requireNonNull(argument, "argument");
    }

    /** Leaves the argument out: it may hold secrets. */
    @Override
    public String toString() {
      return "Named[" + programClass + ", " + argument.length + " bytes]";
    }
  }

  /**
   * A program that already lies in the memory that the child shares with its parent.
   *
   * @param program the program; it gets an empty argument
   */
  record Live(ChildProgram program) implements ChildEntry {
    /**
     * Checks the component.
     *
     * @param program the program; it gets an empty argument
     */
    public Live {
      Objects.requireNonNull(program, "program");
    }
  }
}
