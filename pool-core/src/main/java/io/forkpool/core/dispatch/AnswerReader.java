package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.Outcome;
import io.forkpool.core.outcome.OutcomeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a worker answers and gives it to the dispatcher. Used by one thread at a time: the
 * lane's driver.
 */
public final class AnswerReader {
  /** Room is made for so many outcomes before they have come; for more, as they come. */
  private static final int TRUSTED_COUNT = 1 << 16;

  private final Lanes lanes;
  private final Lane lane;
  private final OutcomeReader outcomes;

  AnswerReader(Lanes lanes, Lane lane, CodecSession codec) {
    this.lanes = lanes;
    this.lane = lane;
    this.outcomes = new OutcomeReader(lane.channel(), codec);
  }

  /**
   * Reads the next answer, waiting for it; ignores interrupts.
   *
   * @throws IOException if the worker has gone or is not sane
   */
  public void read() throws IOException {
    try {
      accept(lane.channel().next());
    } catch (MalformedFrameException | RuntimeException | Error e) {
      cutOff(e);
      throw e;
    }
  }

  /**
   * Reads the next answer for the caller whom it is for, waiting for it.
   *
   * @throws IOException if the worker has gone or is not sane, or its answer cannot be taken in
   * @throws InterruptedException if the thread is interrupted before the answer has come
   */
  public void readForCaller() throws IOException, InterruptedException {
    try {
      accept(lane.channel().nextForCaller());
    } catch (MalformedFrameException e) {
      cutOff(e);
      throw e;
    } catch (RuntimeException | Error e) {
      cutOff(e);
      throw new IOException("an answer cannot be taken in", e);
    }
  }

  /**
   * What was read of the answer is not known, so nothing more can be: whoever drives the lane next
   * would wait for what is owed, which may never come.
   */
  private void cutOff(Throwable cause) {
    lane.cutOff(cause);
    lane.channel().close();
  }

  private void accept(Frame frame) throws IOException {
    if (frame.type() != FrameType.RESULT) {
      throw new MalformedFrameException("a worker sent " + frame + " instead of a result");
    }
    List<Outcome> read = new ArrayList<>(Math.min(frame.count(), TRUSTED_COUNT));
    for (int i = 0; i < frame.count(); i++) {
      read.add(outcomes.read());
    }
    lanes.received(lane, frame, read.toArray(Outcome[]::new));
  }
}
