package io.forkpool.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/**
 * A value that something goes wrong with when it is encoded, or when it is decoded in another
 * process than the one that made it. An exception only because every codec hands those to Java
 * serialization, and so calls the two methods that it looks for.
 */
final class Trap extends Exception {
  private static final long serialVersionUID = 1L;

  private final long home = ProcessHandle.current().pid();
  private final Mishap whenEncoded;
  private final Mishap whenDecodedAbroad;

  private Trap(String message, Mishap whenEncoded, Mishap whenDecodedAbroad) {
    super(message);
    this.whenEncoded = whenEncoded;
    this.whenDecodedAbroad = whenDecodedAbroad;
  }

  static Trap whenEncoded(Mishap mishap) {
    return new Trap("a trap", mishap, null);
  }

  static Trap whenDecodedAbroad(Mishap mishap) {
    return new Trap("a trap", null, mishap);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    // What was written before must not be left in the stream.
    out.write(new byte[100_000]);
    spring(whenEncoded);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    in.readFully(new byte[100_000]);
    if (ProcessHandle.current().pid() != home) {
      spring(whenDecodedAbroad);
    }
  }

  private static void spring(Mishap mishap) throws IOException {
    try {
      if (mishap != null) {
        mishap.happen();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
