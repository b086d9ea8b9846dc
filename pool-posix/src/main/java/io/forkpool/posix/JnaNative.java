package io.forkpool.posix;

import com.sun.jna.JNIEnv;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@link Native} by JNA's direct mapping: 75 ns a call, where its interface mapping takes 250.
 * Nothing but {@link Native#get()} touches this class, so that JNA is loaded no earlier.
 */
final class JnaNative implements Native {
  static final JnaNative INSTANCE = new JnaNative();

  static {
    UnpackedLibraries.offerToJna();
  }

  private static final int AT_FDCWD = -100;
  private static final int O_CLOEXEC = 0x80000;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int PRIO_PROCESS = 0;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;

  /** The size of Linux's siginfo_t. */
  private static final int SIGINFO_BYTES = 128;

  /** The same number on every architecture, as of all calls since Linux 5.1. */
  private static final long SYS_PIDFD_OPEN = 434;

  private static final long POLLIN = 1;
  private static final int SOCKADDR_UN_BYTES = 110;

  /** More than glibc's struct sigaction has; it begins with the handler, little-endian. */
  private static final int SIGACTION_BYTES = 256;

  private static final byte SIG_IGN = 1;

  private boolean bound;

  private JnaNative() {}

  /** libc. The methods are named as there. */
  private static final class Libc {
    static {
      com.sun.jna.Native.register(Libc.class, NativeLibrary.getProcess());
    }

    static native int getpid();

    static native int getppid();

    static native int kill(int pid, int signal);

    static native int waitpid(int pid, int[] status, int options);

    static native int waitid(int kind, int pid, byte[] info, int options);

    static native long syscall(long number, long first, long second);

    static native int poll(long[] descriptors, long count, int timeoutMillis);

    static native int openat(int directory, String path, int flags, int mode);

    static native int socket(int domain, int type, int protocol);

    static native int connect(int descriptor, byte[] address, int bytes);

    static native int sigaction(int signal, byte[] next, byte[] last);

    static native int prctl(int option, long second, long third, long fourth, long fifth);

    static native int pipe2(int[] ends, int flags);

    static native int socketpair(int domain, int type, int protocol, int[] ends);

    static native long read(int descriptor, byte[] bytes, long count);

    static native long write(int descriptor, byte[] bytes, long count);

    static native int close(int descriptor);

    static native int setpriority(int which, int who, int value);

    static native int sched_setaffinity(int pid, long bytes, long[] mask);

    static native int prlimit(int pid, int resource, long[] next, long[] last);

    static native void _exit(int status);

    static native String strerror(int errno);
  }

  /** In a class of its own: glibc has it since 2.34 only. */
  private static final class CloseRange {
    static {
      com.sun.jna.Native.register(CloseRange.class, NativeLibrary.getProcess());
    }

    static native int close_range(int first, int last, int flags);
  }

  /** The native part. */
  private static final class Part {
    static {
      com.sun.jna.Native.register(Part.class, library());
    }

    private static NativeLibrary library() {
      Optional<Path> unpacked = UnpackedLibraries.find(NativePart.resource());
      if (unpacked.isPresent()) {
        try {
          return NativeLibrary.getInstance(unpacked.get().toString());
        } catch (UnsatisfiedLinkError e) { // for instance, from a file system mounted noexec
          System.getLogger(JnaNative.class.getPackageName())
              .log(System.Logger.Level.DEBUG, "JNA unpacks the native part by itself", e);
        }
      }
      return NativeLibrary.getInstance(NativePart.LIBRARY, JnaNative.class.getClassLoader());
    }

    static native int forkpool_bind(JNIEnv env);
  }

  static String describe(int errno) {
    return Libc.strerror(errno) + " (errno " + errno + ")";
  }

  @Override
  public synchronized void bind() throws IOException {
    if (bound) {
      return;
    }
    try {
      if (Part.forkpool_bind(JNIEnv.CURRENT) != 0) {
        throw new IOException("forkpool's native part is of another version than its classes");
      }
    } catch (LinkageError e) {
      throw new IOException("forkpool's native part cannot be loaded: " + e.getMessage(), e);
    }
    bound = true;
  }

  @Override
  public int getpid() {
    return Libc.getpid();
  }

  @Override
  public int getppid() {
    return Libc.getppid();
  }

  @Override
  public void kill(int pid, int signal) throws PosixException {
    check("kill", Libc.kill(pid, signal));
  }

  @Override
  public int waitpid(int pid, int[] status, int options) throws PosixException {
    while (true) {
      int waited = Libc.waitpid(pid, status, options);
      if (waited >= 0) {
        return waited;
      }
      int errno = com.sun.jna.Native.getLastError();
      if (errno != PosixException.EINTR) {
        throw new PosixException("waitpid", errno);
      }
    }
  }

  @Override
  public void awaitExit(int pid) throws PosixException {
    byte[] info = new byte[SIGINFO_BYTES];
    while (Libc.waitid(P_PID, pid, info, WEXITED | WNOWAIT) != 0) {
      int errno = com.sun.jna.Native.getLastError();
      if (errno != PosixException.EINTR) {
        throw new PosixException("waitid", errno);
      }
    }
  }

  @Override
  public int pidDescriptor(int pid) throws PosixException {
    return check("pidfd_open", (int) Libc.syscall(SYS_PIDFD_OPEN, pid, 0));
  }

  /** A {@code struct pollfd} is a long: descriptor, events, what has happened; little-endian. */
  @Override
  public int poll(int[] descriptors, boolean[] readable, int timeoutMillis) throws PosixException {
    long[] polled = new long[descriptors.length];
    for (int i = 0; i < polled.length; i++) {
      polled[i] = descriptors[i] & 0xffffffffL | POLLIN << 32;
    }
    int ready;
    while ((ready = Libc.poll(polled, polled.length, timeoutMillis)) < 0) {
      int errno = com.sun.jna.Native.getLastError();
      if (errno != PosixException.EINTR) {
        throw new PosixException("poll", errno);
      }
    }
    for (int i = 0; i < polled.length; i++) {
      readable[i] = polled[i] >>> 48 != 0;
    }
    return ready;
  }

  @Override
  public int open(String path, int flags) throws PosixException {
    return check("open", Libc.openat(AT_FDCWD, path, flags | O_CLOEXEC, 0));
  }

  @Override
  public int connect(String path) throws PosixException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    byte[] address = new byte[SOCKADDR_UN_BYTES];
    if (bytes.length > address.length - 3) {
      throw new PosixException("connect", PosixException.ENAMETOOLONG);
    }
    address[0] = AF_UNIX; // sun_family, little-endian
    System.arraycopy(bytes, 0, address, 2, bytes.length);
    int descriptor = check("socket", Libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
    if (Libc.connect(descriptor, address, address.length) != 0) {
      int errno = com.sun.jna.Native.getLastError();
      Libc.close(descriptor);
      throw new PosixException("connect", errno);
    }
    return descriptor;
  }

  @Override
  public byte[] ignore(int signal) throws PosixException {
    byte[] ignoring = new byte[SIGACTION_BYTES];
    ignoring[0] = SIG_IGN;
    byte[] before = new byte[SIGACTION_BYTES];
    check("sigaction", Libc.sigaction(signal, ignoring, before));
    return before;
  }

  @Override
  public void restore(int signal, byte[] before) throws PosixException {
    check("sigaction", Libc.sigaction(signal, before, null));
  }

  @Override
  public int prctl(int option, long argument) throws PosixException {
    return check("prctl", Libc.prctl(option, argument, 0, 0, 0));
  }

  @Override
  public int[] pipe() throws PosixException {
    int[] ends = new int[2];
    check("pipe2", Libc.pipe2(ends, O_CLOEXEC));
    return ends;
  }

  @Override
  public int[] socketpair() throws PosixException {
    int[] ends = new int[2];
    check("socketpair", Libc.socketpair(AF_UNIX, SOCK_STREAM_CLOEXEC, 0, ends));
    return ends;
  }

  @Override
  public int read(int descriptor, byte[] bytes, int count) throws PosixException {
    return check("read", (int) Libc.read(descriptor, bytes, count));
  }

  @Override
  public int write(int descriptor, byte[] bytes, int count) throws PosixException {
    return check("write", (int) Libc.write(descriptor, bytes, count));
  }

  @Override
  public void close(int descriptor) throws PosixException {
    check("close", Libc.close(descriptor));
  }

  @Override
  public void closeRange(int first, int last) throws PosixException {
    check("close_range", CloseRange.close_range(first, last, 0));
  }

  @Override
  public void setPriority(int thread, int nice) throws PosixException {
    check("setpriority", Libc.setpriority(PRIO_PROCESS, thread, nice));
  }

  @Override
  public void setAffinity(int thread, long[] mask) throws PosixException {
    check("sched_setaffinity", Libc.sched_setaffinity(thread, 8L * mask.length, mask));
  }

  @Override
  public long[] limit(int pid, int resource) throws PosixException {
    long[] limit = new long[2];
    check("prlimit", Libc.prlimit(pid, resource, null, limit));
    return limit;
  }

  @Override
  public void setLimit(int pid, int resource, long soft, long hard) throws PosixException {
    check("prlimit", Libc.prlimit(pid, resource, new long[] {soft, hard}, null));
  }

  @Override
  public void exit(int status) {
    Libc._exit(status);
  }

  private static int check(String call, int result) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, com.sun.jna.Native.getLastError());
    }
    return result;
  }
}
