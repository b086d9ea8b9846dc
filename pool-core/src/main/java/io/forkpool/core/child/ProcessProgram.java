package io.forkpool.core.child;

import io.forkpool.SerializableRunnable;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.ChildProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** A process of the user's: learns who it is, runs its target, and ends. */
public final class ProcessProgram implements ChildProgram {
  /** The classes that this process was to load: as many as the program has kinds of targets. */
  private final Set<String> foreseen = new HashSet<>();

  /** Public for {@link ChildMain}. */
  public ProcessProgram() {}

  /**
   * Makes the argument of this program, for a child that shares no memory.
   *
   * @param birth who the child is
   * @param codecClass the class of the codec
   * @param home the class that has the code of the target
   * @param target the codec's bytes of a {@link SerializableRunnable}
   * @return the argument
   */
  public static byte[] argument(Birth birth, String codecClass, String home, byte[] target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + target.length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      birth.write(out);
      out.writeUTF(codecClass);
      out.writeUTF(home);
      out.write(target);
    } catch (IOException e) {
      throw new AssertionError("an array does not throw", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void run(byte[] argument) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(argument));
    Birth birth = Birth.read(in);
    enter(birth);
    Thread.currentThread().setName(birth.name());
    CodecSession codec =
        new CodecSession(Codecs.instantiate(in.readUTF()), ProcessProgram.class.getClassLoader());
    in.readUTF(); // its home
    SerializableRunnable target = (SerializableRunnable) codec.decode(in.readAllBytes());
    InterruptSignal.install();
    InterruptSignal.enter();
    target.run();
  }

  /**
   * Runs a target that is in memory.
   *
   * @param birth who this child is
   * @param target what it runs
   * @throws Exception what the target throws
   */
  public static void run(Birth birth, SerializableRunnable target) throws Exception {
    enter(birth);
    InterruptSignal.enter();
    target.run();
  }

  private static void enter(Birth birth) {
    Self.enter(birth);
    if (birth.daemon()) {
      DaemonWatch.start(birth.parentPid());
    }
  }

  /** Its copies have what this process has, the handler of a signal included. */
  @Override
  public void prepare() throws Exception {
    InterruptSignal.install();
    InterruptSignal.rehearse();
    Self.rehearse();
    Nesting.depth();
    rehearseTarget();
    WarmUp.run();
  }

  private static void rehearseTarget() throws Exception {
    CodecSession codec =
        new CodecSession(
            Codecs.instantiate(KryoCodec.class.getName()), ProcessProgram.class.getClassLoader());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializableRunnable nothing = () -> {};
    codec.encode(nothing, bytes);
    ((SerializableRunnable) codec.decode(bytes.toByteArray())).run();
  }

  /**
   * The class that has the code of the target is loaded and linked: from its jar, which takes a
   * child a millisecond or two. It is not initialized: what its static initializers do is the
   * child's. Nor is the target decoded, which may run anything.
   */
  @Override
  public void foresee(byte[] argument) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(argument));
    Birth.read(in);
    in.readUTF(); // the codec
    String home = in.readUTF();
    if (foreseen.add(home)) {
      Class.forName(home, false, ProcessProgram.class.getClassLoader())
          .getDeclaredMethods(); // links it
    }
  }

  @Override
  public void warmUp() throws Exception {
    WarmUp.run();
  }
}
