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

/** A process of the user's: learns who it is, runs its target, and ends. */
public final class ProcessProgram implements ChildProgram {
  /** Public for {@link ChildMain}. */
  public ProcessProgram() {}

  /**
   * Makes the argument of this program, for a child that shares no memory.
   *
   * @param birth who the child is
   * @param codecClass the class of the codec
   * @param target the codec's bytes of a {@link SerializableRunnable}
   * @return the argument
   */
  public static byte[] argument(Birth birth, String codecClass, byte[] target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + target.length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      birth.write(out);
      out.writeUTF(codecClass);
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

  @Override
  public void warmUp() throws Exception {
    WarmUp.run();
  }
}
