package io.forkpool.posix;

import java.io.IOException;

/**
 * The C library's calls that this module needs, and the native part. Hides how they are reached
 * (JNA now; the foreign function API can replace it). Thread-safe. Numbers are Linux's.
 */
interface Native {
  int SIGINT = 2;
  int SIGKILL = 9;
  int SIGTERM = 15;
  int SIGURG = 23;

  /** {@code waitpid}: do not wait. */
  int WNOHANG = 1;

  /** {@code prlimit}: seconds of processor time. */
  int RLIMIT_CPU = 0;

  /** {@code prlimit}: open files. */
  int RLIMIT_NOFILE = 7;

  /** {@code prctl}: a signal to this process when the thread that made it ends. */
  int PR_SET_PDEATHSIG = 1;

  /** {@code prctl}: orphans below this process become its children. */
  int PR_SET_CHILD_SUBREAPER = 36;

  /** The one binding; loads JNA at the first call, which takes 120 to 160 ms. */
  static Native get() {
    return JnaNative.INSTANCE;
  }

  /**
   * Loads the native part and binds {@link Vm} and {@link Reach} to it.
   *
   * @throws IOException if it cannot be loaded
   */
  void bind() throws IOException;

  /** This process's id. */
  int getpid();

  /** The id of this process's parent. */
  int getppid();

  /**
   * Sends a signal.
   *
   * @throws PosixException if there is no such process, or it may not be signalled
   */
  void kill(int pid, int signal) throws PosixException;

  /**
   * Waits for a child.
   *
   * @param pid a child, or -1 for any
   * @param options {@link #WNOHANG} or 0
   * @param status its first element becomes the raw status
   * @return the child that has ended, or 0 if there is none yet
   * @throws PosixException if there is no such child
   */
  int waitpid(int pid, int[] status, int options) throws PosixException;

  /**
   * Waits until a child has ended, without reaping it: its process id stays its own.
   *
   * @throws PosixException if there is no such child
   */
  void awaitExit(int pid) throws PosixException;

  /**
   * Opens a descriptor that is readable once a process has ended, closed on exec.
   *
   * @throws PosixException if there is no such process, or the kernel has no such descriptors
   *     (Linux before 5.3)
   */
  int pidDescriptor(int pid) throws PosixException;

  /**
   * Waits until a descriptor can be read, or has come to its end.
   *
   * @param descriptors those to wait for; negative ones are left out
   * @param readable becomes true for each that is
   * @param timeoutMillis how long; negative for ever
   * @return how many are
   */
  int poll(int[] descriptors, boolean[] readable, int timeoutMillis) throws PosixException;

  /** Opens a file that is there, closed on exec, with the flags of {@code open(2)}. */
  int open(String path, int flags) throws PosixException;

  /** Connects a stream socket, closed on exec, to the socket at a path of at most 107 bytes. */
  int connect(String path) throws PosixException;

  /**
   * Ignores a signal, in this process and its children.
   *
   * @return what was done at that signal before, for {@link #restore}
   */
  byte[] ignore(int signal) throws PosixException;

  /**
   * Does at a signal what was done before {@link #ignore}. Not by Java's own {@code Signal}: to the
   * JVM a SIGINT that is ignored was ignored by who has started it, and is to stay so.
   */
  void restore(int signal, byte[] before) throws PosixException;

  /** See {@code prctl(2)}. */
  int prctl(int option, long argument) throws PosixException;

  /** Opens a pipe that is closed on exec: its read end and its write end. */
  int[] pipe() throws PosixException;

  /** Opens a pair of connected stream sockets, closed on exec. */
  int[] socketpair() throws PosixException;

  /** Reads up to {@code count} bytes; 0 at the end. */
  int read(int descriptor, byte[] bytes, int count) throws PosixException;

  /** Writes up to {@code count} bytes; returns how many. */
  int write(int descriptor, byte[] bytes, int count) throws PosixException;

  /** Closes a descriptor. */
  void close(int descriptor) throws PosixException;

  /** Closes all descriptors from {@code first} to {@code last}, both included. */
  void closeRange(int first, int last) throws PosixException;

  /** Sets the nice value of a thread (0: the calling one). */
  void setPriority(int thread, int nice) throws PosixException;

  /** Lets a thread (0: the calling one) run on these processors only. */
  void setAffinity(int thread, long[] mask) throws PosixException;

  /** Tells the soft and the hard limit of a resource of a process (0: this one). */
  long[] limit(int pid, int resource) throws PosixException;

  /** Sets the soft and the hard limit of a resource of a process; see {@code prlimit(2)}. */
  void setLimit(int pid, int resource, long soft, long hard) throws PosixException;

  /** Ends the process at once: no hook, no finalizer, nothing flushed. */
  void exit(int status);
}
