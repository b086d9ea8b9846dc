package io.forkpool.posix;

import java.io.IOException;

/** A system call that failed. */
final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  static final int EPERM = 1;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int ECHILD = 10;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int ENAMETOOLONG = 36;
  static final int ECONNRESET = 104;

  private final int errno;

  PosixException(String call, int errno) {
    super(call + " failed: " + JnaNative.describe(errno));
    this.errno = errno;
  }

  /** The error number; see {@code errno(3)}. */
  int errno() {
    return errno;
  }
}
