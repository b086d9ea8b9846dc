package io.forkpool.posix;

import com.sun.jna.Library;
import java.util.Map;

/** Waits for a child to end without reaping it: {@code waitid(2)} with {@code WNOWAIT}. */
final class ExitWatch {
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;

  /** The size of Linux's siginfo_t. */
  private static final int SIGINFO_BYTES = 128;

  private ExitWatch() {}

  /** The direct mapping. */
  private static final class Libc {
    static {
      com.sun.jna.Native.register(
          Libc.class,
          com.sun.jna.NativeLibrary.getInstance(
              "c", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private Libc() {}

    static native int waitid(int kind, int pid, byte[] info, int options);
  }

  /**
   * Waits until a child has ended. Its process id stays its own until it is reaped.
   *
   * @throws PosixException if there is no such child
   */
  static void await(int pid) throws PosixException {
    byte[] info = new byte[SIGINFO_BYTES];
    while (Libc.waitid(P_PID, pid, info, WEXITED | WNOWAIT) != 0) {
      int errno = com.sun.jna.Native.getLastError();
      if (errno != PosixException.EINTR) {
        throw new PosixException("waitid", errno);
      }
    }
  }
}
