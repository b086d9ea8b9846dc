package io.forkpool.core.child;

import io.forkpool.SerializableRunnable;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.TaskCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Runs a pool's preload action, in a process whose copies will be workers, or in a worker. */
public final class Preload implements ChildProgram {
  /** Public for {@link ChildMain}. */
  public Preload() {}

  /**
   * Makes the argument of this program.
   *
   * @param codecClass the class of the codec
   * @param action the codec's bytes of a {@link SerializableRunnable}
   * @return the argument
   */
  public static byte[] argument(String codecClass, byte[] action) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(codecClass);
      out.write(action);
    } catch (IOException e) {
      throw new AssertionError("an array does not throw", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void run(byte[] argument) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(argument));
    TaskCodec codec = Codecs.instantiate(in.readUTF());
    CodecSession session = new CodecSession(codec, Preload.class.getClassLoader());
    ((SerializableRunnable) session.decode(in.readAllBytes())).run();
  }
}
