package io.forkpool.core.child;

import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.OutcomeWriter;
import java.io.IOException;

/**
 * The life of a worker: reads chunks, runs their tasks one after the other on this thread, answers.
 *
 * <p><b>When outcomes leave.</b> The outcome of a task leaves before the next task begins, so that
 * what was done is known to be done even if the next task kills this process. Only where nobody
 * sees single outcomes ({@link Frame#COALESCE}, a {@code map} that succeeds or fails as a whole) do
 * they wait for each other, for {@link #COALESCE_NANOS} at the most while tasks run, and no longer
 * than there are further chunks to run: a million tiny tasks then cost few system calls.
 *
 * <p>Whatever a task does to this thread is undone behind it: its interrupt status is cleared. A
 * task that exhausts the heap is reported, and then this worker asks to be replaced, since other
 * threads of the process may have lost an allocation too.
 */
final class WorkerLoop {
  private static final long COALESCE_NANOS = 1_000_000;
  private static final int COALESCE_BYTES = 64 * 1024;
  private static final long LOOK_NANOS = 100_000;

  private final FrameChannel channel;
  private final Claims claims;
  private final CodecSession codec;
  private final ItemBuffer outcomes = new ItemBuffer(true);
  private final OutcomeWriter writer;

  /** The function that further chunks without one are for, or why there is none. */
  private SerializableFunction<Object, Object> function;

  private TaskSerializationException functionFailure;
  private boolean exhausted;
  private long lastFlush = System.nanoTime();

  WorkerLoop(FrameChannel channel, Claims claims, CodecSession codec) {
    this.channel = channel;
    this.claims = claims;
    this.codec = codec;
    this.writer = new OutcomeWriter(outcomes, codec);
  }

  void run() throws IOException {
    boolean direct = false;
    while (true) {
      if (!channel.hasReceived()) {
        flush();
      }
      Frame frame = direct ? channel.nextSoon() : channel.next();
      direct = frame.has(Frame.DIRECT);
      switch (frame.type()) {
        case CALL -> runChunk(frame);
        case FORGET -> forget();
        case STOP -> {
          return;
        }
        default -> throw new MalformedFrameException("a worker does not expect " + frame);
      }
    }
  }

  private void forget() {
    function = null;
    functionFailure = null;
  }

  private void runChunk(Frame frame) throws IOException {
    if (!claims.claim(frame.sequence(), frame.detail())) {
      channel.skipBody();
      return;
    }
    long begin = System.nanoTime();
    if (frame.has(Frame.HAS_FUNCTION)) {
      claims.begin(frame.sequence(), 0); // else one that kills whoever decodes it is never given up
      readFunction();
    }
    boolean coalesce = frame.has(Frame.COALESCE);
    int reported = 0;
    int look = 1;
    for (int index = 0; index < frame.count(); index++) {
      if (index >= look) {
        if (mustReport(coalesce)) {
          report(frame, 0, index - reported, 0);
          flush();
          reported = index;
        }
        look = index + (coalesce ? tasksUntilNextLook(index, System.nanoTime() - begin) : 1);
      }
      claims.begin(frame.sequence(), index);
      runTask(frame);
      if (outcomes.holdsBorrowed()) {
        look = index + 1; // the next task may change an array that this one has returned
      }
    }
    if (!frame.has(Frame.KEEP_FUNCTION)) {
      forget();
    }
    int flags = exhausted ? Frame.LAST | Frame.RETIRE : Frame.LAST;
    boolean borrowed = outcomes.holdsBorrowed();
    report(frame, flags, frame.count() - reported, System.nanoTime() - begin);
    if (borrowed || mustReport(coalesce)) {
      flush();
    }
  }

  /**
   * Looking at the clock costs as much as a tiny task: it is not looked at more often than needed.
   */
  private static int tasksUntilNextLook(int done, long nanos) {
    long nanosPerTask = Math.max(1, nanos / done);
    return (int) Math.max(1, Math.min(done, LOOK_NANOS / nanosPerTask));
  }

  private boolean mustReport(boolean coalesce) {
    return !coalesce
        || outcomes.holdsBorrowed()
        || outcomes.size() > COALESCE_BYTES
        || System.nanoTime() - lastFlush > COALESCE_NANOS;
  }

  /** Puts outcomes in line to be sent. */
  private void report(Frame call, int flags, int count, long nanos) {
    Payload body = outcomes.drain();
    channel.offer(
        new Frame(FrameType.RESULT, flags, count, call.sequence(), nanos, body.length()), body);
  }

  private void flush() throws IOException {
    channel.flush();
    lastFlush = System.nanoTime();
  }

  @SuppressWarnings("unchecked") // the parent sends a function where it says so
  private void readFunction() throws IOException {
    forget();
    int length = channel.readLength();
    try {
      function = (SerializableFunction<Object, Object>) codec.decode(channel, length);
    } catch (TaskSerializationException e) {
      functionFailure = e;
    } catch (OutOfMemoryError e) {
      exhausted = true;
      functionFailure =
          new TaskSerializationException(
              "a function does not fit into a worker's heap; give workers more by jvmArgs(\"-Xmx...\")",
              null,
              null,
              e);
    }
  }

  private void runTask(Frame frame) throws IOException {
    int length = channel.readLength();
    if (functionFailure != null) {
      channel.skip(length);
      writer.notSerializable(functionFailure);
      return;
    }
    try {
      Object argument = codec.decode(channel, length);
      writer.value(call(frame, argument));
    } catch (Failed e) {
      writer.failure(e.getCause());
    } catch (TaskSerializationException e) {
      writer.notSerializable(e);
    } catch (OutOfMemoryError e) {
      exhausted = true; // by decoding or encoding
      writer.failure(e);
    } finally {
      Thread.interrupted();
    }
  }

  /** What user code threw, told apart from what this code throws. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(Throwable cause) {
      super(null, cause, false, false);
    }
  }

  private Object call(Frame frame, Object argument) throws Failed {
    try {
      if (frame.has(Frame.CALLABLE)) {
        return ((SerializableCallable<?>) argument).call();
      }
      return function.apply(argument);
    } catch (OutOfMemoryError e) {
      exhausted = true;
      throw new Failed(e);
    } catch (Throwable t) {
      throw new Failed(t);
    }
  }
}
