package io.forkpool.core.outcome;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.codec.CodecSession;
import java.io.IOException;

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
    FailureText text = FailureText.of(thrown);
    out.beginItem();
    writeText(OutcomeKind.FAILURE, text);
    try {
      codec.encode(thrown, out);
      out.endItem();
    } catch (TaskSerializationException e) {
      out.dropItem();
      out.beginItem();
      writeText(OutcomeKind.FAILURE, text);
      out.endItem();
    }
  }

  /**
   * Writes that a function, argument or result cannot travel.
   *
   * @param refused what the codec said
   */
  public void notSerializable(TaskSerializationException refused) {
    out.beginItem();
    writeText(OutcomeKind.NOT_SERIALIZABLE, FailureText.of(refused));
    out.endItem();
  }

  private void writeText(OutcomeKind kind, FailureText text) {
    out.write(kind.code());
    try {
      text.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError("an ItemBuffer does not throw", e);
    }
  }
}
