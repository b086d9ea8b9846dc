package io.forkpool.posix;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** What the kernel knows about a thread; system calls that the library itself makes in C only. */
final class SystemCalls {
  private static final NativeLibrary LIBC = NativeLibrary.getInstance("c");
  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
  private static final int GET_ROBUST_LIST = X86 ? 274 : 100;
  private static final int GETTID = X86 ? 186 : 178;
  private static final int PR_GET_TID_ADDRESS = 40;

  private SystemCalls() {}

  static int gettid() {
    return (int) syscall((long) GETTID);
  }

  /** Where a thread's robust list begins; 0 where it has none. 0 is the calling thread. */
  static long robustList(int tid) {
    Memory head = new Memory(16);
    head.clear();
    syscall((long) GET_ROBUST_LIST, (long) tid, head, head.share(8));
    return head.getLong(0);
  }

  /** Where the kernel writes 0 when the calling thread ends; 0 for nowhere, -1 if it won't tell. */
  static long clearTidAddress() {
    Memory address = new Memory(8);
    address.clear();
    Function prctl = LIBC.getFunction("prctl");
    int result = prctl.invokeInt(new Object[] {PR_GET_TID_ADDRESS, address, 0L, 0L, 0L});
    return result == 0 ? address.getLong(0) : -1;
  }

  static int intAt(long address) {
    return new Pointer(address).getInt(0);
  }

  /** On which processor the calling thread runs; where glibc uses rseq, by way of that. */
  static int processor() {
    return LIBC.getFunction("sched_getcpu").invokeInt(new Object[0]);
  }

  /** Leaves the thread in a native method: it is RUNNABLE to Java, and does not run. */
  static void usleep(int micros) {
    LIBC.getFunction("usleep").invokeInt(new Object[] {micros});
  }

  private static long syscall(Object... arguments) {
    Native.setLastError(0);
    return LIBC.getFunction("syscall").invokeLong(arguments);
  }
}
