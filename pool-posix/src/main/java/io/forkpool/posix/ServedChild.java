package io.forkpool.posix;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;

/**
 * A child of the fork server, as the server sees it. Owns the child's process and the descriptors
 * that belong to it, until {@link #reap} has said how it ended.
 *
 * <p>A <em>spare</em> is a child that was made ahead: it has run nothing of anybody's, and waits
 * for its order on a pipe; meanwhile it warms up. When the server goes, however that goes, the pipe
 * ends, and so does the spare.
 */
final class ServedChild {
  /**
   * What fits into an empty pipe (pipe(7): 16 pages): a spare that does not read holds up nobody.
   */
  private static final int MOST_BYTES_OF_AN_ORDER = 32 * 1024;

  /** As ps(1) shows it: the thread that forks is the first one of the child. */
  static final String NAME_OF_A_SPARE = "forkpool-spare"; // at most 15 bytes, says prctl(2)

  private static final int NONE = -1;

  private final Native system;
  private final int pid;

  /** Its pidfd, where the kernel has such. */
  private final int exit;

  /** The end of its stderr that the application has yet to open; negative if there is none. */
  private int errors;

  /** Where a spare's order is written. */
  private int order;

  private ServedChild(Native system, int pid, int errors, int order) {
    this.system = system;
    this.pid = pid;
    this.exit = exitDescriptor(system, pid);
    this.errors = errors;
    this.order = order;
  }

  private static int exitDescriptor(Native system, int pid) {
    try {
      return system.pidDescriptor(pid);
    } catch (PosixException e) {
      return NONE; // Linux before 5.3
    }
  }

  /**
   * Makes a child that begins at once.
   *
   * @throws ForkException if there is no child
   */
  static ServedChild begin(Native system, ServerMessage.Start order, ServedKind kind)
      throws ForkException, PosixException {
    return fork(
        system, () -> live(system, kind, order), ForkOptions.isolated(), NONE, kind.errors());
  }

  /**
   * Makes a child that waits for its order.
   *
   * @param kind what it warms up with; what that throws is logged
   * @param settleMillis how long it waits for its order before it warms up
   * @throws ForkException if there is no child
   */
  static ServedChild spare(Native system, ForkOptions options, ServedKind kind, int settleMillis)
      throws ForkException, PosixException {
    int[] orders = system.pipe();
    ServedChild made = null;
    try {
      made =
          fork(
              system,
              () -> awaitOrder(system, kind, orders[0], settleMillis),
              options.keeping(List.of(orders[0])),
              orders[1],
              kind.errors());
      return made;
    } finally {
      system.close(orders[0]);
      if (made == null) {
        system.close(orders[1]);
      }
    }
  }

  private static ServedChild fork(
      Native system,
      ForkRequest.Program program,
      ForkOptions options,
      int order,
      ErrorOutput output)
      throws ForkException, PosixException {
    if (output.isShared()) {
      return forkWith(output.shared(), NONE, system, program, options, order);
    }
    int[] errors = system.pipe();
    ServedChild made = null;
    try {
      made = forkWith(errors[1], errors[0], system, program, options, order);
      return made;
    } finally {
      system.close(errors[1]);
      if (made == null) {
        system.close(errors[0]);
      }
    }
  }

  private static ServedChild forkWith(
      int stderr,
      int errors,
      Native system,
      ForkRequest.Program program,
      ForkOptions options,
      int order)
      throws ForkException {
    ForkOptions own = options.withStderr(stderr);
    int pid = Forker.fork(new ForkRequest(program, own)).pid();
    return new ServedChild(system, pid, errors, order);
  }

  /** In a spare. */
  private static void awaitOrder(Native system, ServedKind kind, int orders, int settleMillis)
      throws Exception {
    Thread.currentThread().setName(NAME_OF_A_SPARE);
    if (!comesSoon(system, orders, settleMillis)) {
      warmUp(kind);
    }
    ServerMessage order;
    try {
      order = new MessageChannel(system, orders).receive();
    } catch (EOFException e) {
      return; // the server has gone
    }
    system.close(orders);
    live(system, kind, (ServerMessage.Start) order);
  }

  /** Whether there is an order, or its end, before this spare is to warm up. */
  private static boolean comesSoon(Native system, int orders, int millis) throws PosixException {
    return millis > 0 && system.poll(new int[] {orders}, new boolean[1], millis) > 0;
  }

  private static void warmUp(ServedKind kind) {
    try {
      kind.program().warmUp();
    } catch (Exception e) {
      System.getLogger(ServedChild.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "a spare child cannot warm up", e);
    }
  }

  /** In any child. */
  private static void live(Native system, ServedKind kind, ServerMessage.Start order)
      throws Exception {
    kind.begin(system);
    ForkedProgram.begin(order.name());
    ForkedProgram.instantiate(order.program()).run(order.argument());
  }

  /** Whether an order is short enough for a spare. */
  static boolean suits(ServerMessage.Start order) {
    return order.argument().length <= MOST_BYTES_OF_AN_ORDER;
  }

  /**
   * Gives a spare its order.
   *
   * @throws IOException if it has died
   */
  void give(ServerMessage.Start start) throws IOException {
    new MessageChannel(system, order).send(start);
    system.close(order);
    order = NONE;
  }

  int pid() {
    return pid;
  }

  /** A descriptor that can be read once the child has ended; negative if the kernel has none. */
  int exit() {
    return exit;
  }

  /** The descriptor that the application is to open, or a negative number if it has. */
  int errors() {
    return errors;
  }

  /** The application has opened it, or nobody will. */
  void closeErrors() throws PosixException {
    if (errors != NONE) {
      system.close(errors);
      errors = NONE;
    }
  }

  /**
   * Looks whether the child has ended; if so, nothing is left of it.
   *
   * @param status its first element becomes the raw status
   * @return whether it has
   */
  boolean reap(int[] status) throws PosixException {
    if (system.waitpid(pid, status, Native.WNOHANG) != pid) {
      return false;
    }
    release();
    return true;
  }

  /** Has it interrupt its main thread. Its process id is its own: it has not been reaped. */
  void interrupt() throws PosixException {
    system.kill(pid, Native.SIGURG);
  }

  /** Ends a child that has run nothing, and waits for that. */
  void discard() throws PosixException {
    system.kill(pid, Native.SIGKILL);
    system.waitpid(pid, new int[1], 0);
    release();
  }

  private void release() throws PosixException {
    closeErrors();
    if (exit != NONE) {
      system.close(exit);
    }
    if (order != NONE) {
      system.close(order);
    }
  }
}
