package io.forkpool.spi;

/**
 * A program that a child process runs. Where it is named by its class ({@link ChildEntry.Named}),
 * that class is public and has a public constructor without parameters.
 *
 * <p>A program sees to it by itself that it ends when its parent has gone.
 */
@FunctionalInterface
public interface ChildProgram {

  /**
   * Runs the program, on the child's main thread. When it returns, the child ends with exit code 0
   * as soon as its non-daemon threads have; when it throws, with 1 and the stack on stderr.
   *
   * @param argument the bytes of the entry; empty for a {@link ChildEntry.Live} one
   * @throws Exception what ends the child
   */
  void run(byte[] argument) throws Exception;

  /**
   * Loads and links what {@link #run} will need, and has no other effect. Called once in a process
   * whose copies are to run this program, so that each of them need not do that. It must leave no
   * thread behind.
   *
   * @throws Exception what ends that process
   */
  default void prepare() throws Exception {}

  /**
   * Does in memory what {@link #run} will do first, and has no other effect. Called in a child that
   * was made ahead, while it waits to be told what to run: what it writes to then has been copied
   * from its parent (fork(2): copy-on-write) when it is wanted. Such a child may be killed at any
   * moment, so this makes no file; it must leave no thread behind.
   *
   * @throws Exception is logged; the child goes on to wait
   */
  default void warmUp() throws Exception {}

  /**
   * Loads what {@link #run} would load for an argument, and has no other effect: no class of the
   * user's is initialized, and none of the user's code is run. Called in a process whose copies run
   * this program, after one of them was given the argument: the next one may be given a like one.
   * On the same object each time.
   *
   * @param argument the bytes of the entry
   * @throws Exception is logged; that process goes on to serve
   */
  default void foresee(byte[] argument) throws Exception {}
}
