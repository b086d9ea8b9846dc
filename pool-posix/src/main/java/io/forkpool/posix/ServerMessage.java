package io.forkpool.posix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What an application and its fork server tell each other. Each message is its length (4 bytes,
 * without these), a byte that says which it is, the child's number, and its fields.
 *
 * <pre>
 *   application                       server
 *       │ ── Start 7 ────────────────▶ │  makes a pipe, forks
 *       │ ◀───────────── Started 7 ─── │  or Refused 7, and that is all
 *       │ ── Opened 7 ───────────────▶ │  closes its end of the pipe
 *       │ ── Interrupt 7 ───────────▶ │  sends it SIGURG, if it has not been reaped
 *       │ ◀────────────── Exited 7 ─── │  the child is reaped
 *       │ ◀──────────────── Idle ───── │  nothing to do for a while: the application hangs up
 * </pre>
 */
sealed interface ServerMessage {
  /** An answer's only text is a cause, of which no more is sent than this leaves room for. */
  int MOST_BYTES_OF_AN_ANSWER = 1 << 16;

  /** The longest cause, in characters: each takes up to three bytes. */
  int LONGEST_CAUSE = 16 * 1024;

  /** A child is to be made, and to run a program. */
  record Start(long child, String name, String program, byte[] argument) implements ServerMessage {}

  /** The child's stderr is open on this side. */
  record Opened(long child) implements ServerMessage {}

  /** The child is to interrupt its main thread. */
  record Interrupt(long child) implements ServerMessage {}

  /**
   * The child exists. What it writes to stderr is read from this descriptor of the server's, which
   * waits for Opened; a negative one says that its stderr is the application's own.
   */
  record Started(long child, int pid, int errors) implements ServerMessage {}

  /** There is no child. */
  record Refused(long child, String cause) implements ServerMessage {}

  /** The child has ended; its status as {@code waitpid(2)} gives it. */
  record Exited(long child, int status) implements ServerMessage {}

  /** The server has had no children for a while. */
  record Idle() implements ServerMessage {
    @Override
    public long child() {
      return 0;
    }
  }

  /** The number of the child it is about; 0 for none. */
  long child();

  /** Gives the whole message, its length included. */
  default ByteBuffer encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      out.writeByte(Kind.of(this).ordinal());
      out.writeLong(child());
      if (this instanceof Start start) {
        out.writeUTF(start.name);
        out.writeUTF(start.program);
        out.write(start.argument);
      } else if (this instanceof Started started) {
        out.writeInt(started.pid);
        out.writeInt(started.errors);
      } else if (this instanceof Refused refused) {
        out.writeUTF(refused.cause.substring(0, Math.min(refused.cause.length(), LONGEST_CAUSE)));
      } else if (this instanceof Exited exited) {
        out.writeInt(exited.status);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("a message that cannot be sent: " + e.getMessage(), e);
    }
    ByteBuffer message = ByteBuffer.wrap(bytes.toByteArray());
    return message.putInt(0, message.remaining() - Integer.BYTES);
  }

  /**
   * Reads a message.
   *
   * @param bytes what follows its length
   * @throws IOException if they are no message
   */
  static ServerMessage decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = in.readByte();
    if (kind < 0 || kind >= Kind.values().length) {
      throw new IOException("there is no message " + kind);
    }
    long child = in.readLong();
    return switch (Kind.values()[kind]) {
      case START -> new Start(child, in.readUTF(), in.readUTF(), in.readAllBytes());
      case OPENED -> new Opened(child);
      case STARTED -> new Started(child, in.readInt(), in.readInt());
      case REFUSED -> new Refused(child, in.readUTF());
      case EXITED -> new Exited(child, in.readInt());
      case IDLE -> new Idle();
      case INTERRUPT -> new Interrupt(child);
    };
  }

  /** The byte of each message. */
  enum Kind {
    START(Start.class),
    OPENED(Opened.class),
    STARTED(Started.class),
    REFUSED(Refused.class),
    EXITED(Exited.class),
    IDLE(Idle.class),
    INTERRUPT(Interrupt.class);

    private final Class<? extends ServerMessage> type;

    Kind(Class<? extends ServerMessage> type) {
      this.type = type;
    }

    static Kind of(ServerMessage message) {
      for (Kind kind : values()) {
        if (kind.type.isInstance(message)) {
          return kind;
        }
      }
      throw new AssertionError(message);
    }
  }
}
