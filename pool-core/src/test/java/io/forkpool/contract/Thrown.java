package io.forkpool.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.net.ServerSocket;

/** The exceptions that tasks throw, from the harmless to the hostile. */
final class Thrown {
  private Thrown() {}

  /** Knows something beside its message. */
  static final class OverQuota extends Exception {
    private static final long serialVersionUID = 1L;
    final int quota;

    OverQuota(int quota) {
      super("over the quota of " + quota);
      this.quota = quota;
    }
  }

  /** Holds what cannot travel. */
  @SuppressWarnings("serial") // the field is meant not to be serializable
  static final class HoldsASocket extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final ServerSocket socket = new Held().socket;

    HoldsASocket() {
      super("cannot travel");
    }
  }

  /** Can be decoded only where it was made. */
  static final class StaysAbroad extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long home = ProcessHandle.current().pid();

    StaysAbroad() {
      super("stays abroad");
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (ProcessHandle.current().pid() != home) {
        throw new IllegalStateException("this exception cannot be decoded here");
      }
    }
  }

  /** Throws when it is asked anything. */
  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  static int overQuota(int quota) throws OverQuota {
    throw new OverQuota(quota);
  }

  static int holdsASocket() {
    throw new HoldsASocket();
  }

  static int staysAbroad() {
    throw new StaysAbroad();
  }

  static int hostile() {
    throw new Hostile();
  }

  static int withCauseAndSuppressed() throws Exception {
    Exception e = new Exception("outer", new IOException("inner"));
    e.addSuppressed(new OverQuota(3));
    throw e;
  }
}
