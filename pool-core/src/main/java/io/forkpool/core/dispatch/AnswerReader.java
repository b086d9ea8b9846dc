package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.Outcome;
import io.forkpool.core.outcome.OutcomeReader;
import java.io.IOException;

/**
 * Reads what a worker answers and gives it to the dispatcher. Used by one thread at a time: the
 * lane's driver.
 */
public final class AnswerReader {
  private final Dispatcher dispatcher;
  private final Lane lane;
  private final OutcomeReader outcomes;

  AnswerReader(Dispatcher dispatcher, Lane lane, CodecSession codec) {
    this.dispatcher = dispatcher;
    this.lane = lane;
    this.outcomes = new OutcomeReader(lane.channel(), codec);
  }

  /**
   * Reads the next answer, waiting for it; ignores interrupts.
   *
   * @throws IOException if the worker has gone or is not sane
   */
  public void read() throws IOException {
    accept(lane.channel().next());
  }

  /**
   * Reads the next answer, waiting for it.
   *
   * @throws IOException if the worker has gone or is not sane
   * @throws InterruptedException if the thread is interrupted before the answer has come
   */
  public void readInterruptibly() throws IOException, InterruptedException {
    accept(lane.channel().nextInterruptibly());
  }

  private void accept(Frame frame) throws IOException {
    if (frame.type() != FrameType.RESULT) {
      throw new MalformedFrameException("a worker sent " + frame + " instead of a result");
    }
    Outcome[] read = new Outcome[frame.count()];
    for (int i = 0; i < read.length; i++) {
      read[i] = outcomes.read();
    }
    dispatcher.received(lane, frame, read);
  }
}
