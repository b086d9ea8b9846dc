package io.forkpool.core.child;

import io.forkpool.SerializableRunnable;
import io.forkpool.core.channel.Endpoint;
import io.forkpool.core.channel.Greeting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * What a worker needs to know to serve.
 *
 * @param endpoint where it meets its parent
 * @param codecClass the class of the codec that both sides use
 * @param birth who it is
 * @param initializer what it runs first
 * @param maxMemory how many bytes it may keep before it asks to be replaced; 0 for no limit
 * @param fewFiles whether a task may well use up all open files that it may have
 */
public record WorkerSetup(
    Endpoint endpoint,
    String codecClass,
    Birth birth,
    Optional<Initializer> initializer,
    long maxMemory,
    boolean fewFiles) {

  /** What a worker runs before its first task. */
  public sealed interface Initializer {
    /**
     * To be decoded first.
     *
     * @param bytes the codec's bytes of a {@link SerializableRunnable}
     */
    record Encoded(byte[] bytes) implements Initializer {}

    /**
     * In the memory that the child shares with its parent.
     *
     * @param action the action
     */
    record Live(SerializableRunnable action) implements Initializer {}
  }

  /**
   * Gives this setup as bytes, for a child that shares no memory.
   *
   * @return the bytes; they hold the secret token
   */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(endpoint.address());
      out.write(endpoint.token());
      out.writeUTF(endpoint.directory());
      out.writeUTF(codecClass);
      birth.write(out);
      out.writeLong(maxMemory);
      out.writeBoolean(fewFiles);
      if (initializer.isPresent() && initializer.get() instanceof Initializer.Encoded encoded) {
        out.writeInt(encoded.bytes.length);
        out.write(encoded.bytes);
      } else {
        out.writeInt(-1);
      }
    } catch (IOException e) {
      throw new AssertionError("an array does not throw", e);
    }
    return bytes.toByteArray();
  }

  static WorkerSetup decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String address = in.readUTF();
    byte[] token = in.readNBytes(Greeting.TOKEN_BYTES);
    Endpoint endpoint = new Endpoint(address, token, in.readUTF());
    String codecClass = in.readUTF();
    Birth birth = Birth.read(in);
    long maxMemory = in.readLong();
    boolean fewFiles = in.readBoolean();
    int length = in.readInt();
    Optional<Initializer> initializer =
        length < 0 ? Optional.empty() : Optional.of(new Initializer.Encoded(in.readNBytes(length)));
    return new WorkerSetup(endpoint, codecClass, birth, initializer, maxMemory, fewFiles);
  }
}
