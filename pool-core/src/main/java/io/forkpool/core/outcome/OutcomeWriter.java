package io.forkpool.core.outcome;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.codec.CodecSession;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes outcomes as items: the child's side. Not thread-safe. */
public final class OutcomeWriter {
  private final ItemBuffer out;
  private final CodecSession codec;

  /**
   * Makes a writer.
   *
   * @param out where the items go
   * @param codec what encodes results and exceptions
   */
  public OutcomeWriter(ItemBuffer out, CodecSession codec) {
    this.out = out;
    this.codec = codec;
  }

  /**
   * Writes what a task returned; or, if that cannot travel, that it cannot.
   *
   * @param result what the task returned
   * @throws OutOfMemoryError if there is no room to encode it; nothing of it is written
   */
  public void value(Object result) {
    out.beginItem();
    out.write(OutcomeKind.VALUE.code());
    try {
      codec.encode(result, out);
      out.endItem();
    } catch (TaskSerializationException e) {
      out.dropItem();
      notSerializable(e);
    } catch (OutOfMemoryError e) {
      out.dropItem();
      throw e;
    }
  }

  /**
   * Writes that a task threw.
   *
   * @param thrown what it threw
   */
  public void failure(Throwable thrown) {
    threw(thrown, new byte[] {OutcomeKind.FAILURE.code()});
  }

  /**
   * Writes that a task threw after its soft time limit had interrupted it.
   *
   * @param thrown what it threw
   * @param limitNanos the limit
   */
  public void interrupted(Throwable thrown, long limitNanos) {
    byte[] head = new byte[1 + Long.BYTES];
    ByteBuffer.wrap(head).put(OutcomeKind.INTERRUPTED.code()).putLong(limitNanos);
    threw(thrown, head);
  }

  private void threw(Throwable thrown, byte[] head) {
    FailureText text = FailureText.of(thrown);
    out.beginItem();
    writeText(head, text);
    try {
      codec.encode(thrown, out);
      out.endItem();
    } catch (TaskSerializationException e) {
      out.dropItem();
      out.beginItem();
      writeText(head, text);
      out.endItem();
    }
  }

  /**
   * Loads what a failure needs: a task that has used up the open files of its process fails with
   * that, and a class path may have directories, whose classes are files.
   */
  public void rehearseFailure() {
    failure(new IOException("a rehearsal", new IOException("of what has a cause")));
    out.drain();
  }

  /**
   * Writes that a function, argument or result cannot travel.
   *
   * @param refused what the codec said
   */
  public void notSerializable(TaskSerializationException refused) {
    out.beginItem();
    writeText(new byte[] {OutcomeKind.NOT_SERIALIZABLE.code()}, FailureText.of(refused));
    out.endItem();
  }

  private void writeText(byte[] head, FailureText text) {
    out.write(head, 0, head.length);
    try {
      text.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError("an ItemBuffer does not throw", e);
    }
  }
}
