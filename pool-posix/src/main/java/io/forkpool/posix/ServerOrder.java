package io.forkpool.posix;

import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildRole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * What a fork server is told when it is started.
 *
 * @param socket the path at which the application waits for it
 * @param token what it proves itself with there, {@link #TOKEN_BYTES} bytes
 * @param spares how many children it makes ahead
 * @param program the class of the program that its children will run
 * @param role what they are to the application
 * @param preload what it runs before it serves
 */
record ServerOrder(
    String socket,
    byte[] token,
    int spares,
    String program,
    ChildRole role,
    Optional<ChildEntry.Named> preload) {
  static final int TOKEN_BYTES = 32;

  /** The bytes hold the token: they travel by a private way only. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(socket);
      out.write(token);
      out.writeInt(spares);
      out.writeUTF(program);
      out.writeUTF(role.name());
      out.writeBoolean(preload.isPresent());
      if (preload.isPresent()) {
        out.writeUTF(preload.get().programClass());
        out.write(preload.get().argument());
      }
    } catch (IOException e) {
      throw new AssertionError("an array does not throw", e);
    }
    return bytes.toByteArray();
  }

  static ServerOrder decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String socket = in.readUTF();
    byte[] token = in.readNBytes(TOKEN_BYTES);
    int spares = in.readInt();
    String program = in.readUTF();
    ChildRole role = ChildRole.valueOf(in.readUTF());
    Optional<ChildEntry.Named> preload =
        in.readBoolean()
            ? Optional.of(new ChildEntry.Named(in.readUTF(), in.readAllBytes()))
            : Optional.empty();
    return new ServerOrder(socket, token, spares, program, role, preload);
  }
}
