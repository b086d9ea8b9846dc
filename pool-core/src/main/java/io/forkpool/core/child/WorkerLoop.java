package io.forkpool.core.child;

import io.forkpool.SerializableFunction;
import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.TaskTerms;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.OutcomeWriter;
import io.forkpool.spi.RunningTask;
import java.io.IOException;

/**
 * The life of a worker: reads chunks, runs their tasks one after the other on this thread, answers.
 *
 * <p><b>When outcomes leave.</b> The outcome of a task leaves before the next task begins, so that
 * what was done is known to be done even if the next task kills this process. Only where nobody
 * sees single outcomes ({@link Frame#COALESCE}, a {@code map} that succeeds or fails as a whole) do
 * they wait for each other, for {@link #COALESCE_NANOS} at the most while tasks run, and no longer
 * than there are further chunks of it to run: a million tiny tasks then cost few system calls.
 *
 * <p><b>What is not run.</b> A chunk that the parent has taken back, and what is left of one that
 * it has dropped, is skipped. A worker that is condemned ({@link Claims}) says what it has done and
 * begins nothing more.
 *
 * <p>Whatever a task does to this thread is undone behind it: its interrupt status is cleared. A
 * task that exhausts the heap is reported, and then this worker asks to be replaced, since other
 * threads of the process may have lost an allocation too. So it does when it has grown ({@link
 * MemoryCheck}), with the last outcome of a chunk, which waits for the collection of that look.
 */
final class WorkerLoop {
  private static final long COALESCE_NANOS = 1_000_000;
  private static final int COALESCE_BYTES = 64 * 1024;
  private static final long LOOK_NANOS = 100_000;

  private final FrameChannel channel;
  private final Claims claims;
  private final CodecSession codec;
  private final MemoryCheck memory;
  private final ItemBuffer outcomes = new ItemBuffer(true);
  private final OutcomeWriter writer;
  private final TaskRunner runner = new TaskRunner();

  /** The function that further chunks without one are for, or why there is none. */
  private SerializableFunction<Object, Object> function;

  private TaskSerializationException functionFailure;
  private boolean exhausted;
  private long lastFlush = System.nanoTime();

  WorkerLoop(FrameChannel channel, Claims claims, CodecSession codec, MemoryCheck memory) {
    this.channel = channel;
    this.claims = claims;
    this.codec = codec;
    this.memory = memory;
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
    if (frame.has(Frame.HAS_FUNCTION) || !frame.has(Frame.COALESCE)) {
      flush(); // outcomes of another call do not wait for this one
    }
    long begin = System.nanoTime();
    claims.clock(begin);
    TaskTerms terms = frame.has(Frame.HAS_TERMS) ? TaskTerms.read(channel) : TaskTerms.USUAL;
    if (frame.has(Frame.HAS_FUNCTION) && !claims.isDropped(frame.sequence())) {
      beginTask(frame, 0, 0); // else one that kills whoever decodes it is never given up
      readFunction();
    }
    RunningTask.begin(terms.attempt());
    runTasks(frame, terms, begin);
    RunningTask.end();
    if (!frame.has(Frame.KEEP_FUNCTION)) {
      forget();
    }
  }

  private void runTasks(Frame frame, TaskTerms terms, long begin) throws IOException {
    boolean coalesce = frame.has(Frame.COALESCE);
    int reported = 0;
    int look = 1;
    int index = 0;
    for (; index < frame.count() && !claims.isDropped(frame.sequence()); index++) {
      if (index >= look) {
        if (mustReport(coalesce)) {
          report(frame, 0, index - reported, 0);
          flush();
          reported = index;
        }
        long now = coalesce ? System.nanoTime() : lastFlush;
        claims.clock(now);
        look = index + (coalesce ? tasksUntilNextLook(index, now - begin) : 1);
      }
      beginTask(frame, index, reported);
      runTask(frame, terms);
      if (outcomes.holdsBorrowed()) {
        look = index + 1; // the next task may change an array that this one has returned
      }
    }
    int flags = Frame.LAST;
    if (index < frame.count()) {
      flags |= Frame.SKIPPED;
      channel.skipBody();
      forget();
    }
    long nanos = System.nanoTime() - begin;
    boolean borrowed = outcomes.holdsBorrowed();
    report(frame, flags | retirement(), index - reported, nanos);
    if (borrowed || mustReport(coalesce)) {
      flush();
    }
  }

  /** Whether this worker asks to be replaced, and why. */
  private int retirement() {
    if (exhausted) {
      return Frame.RETIRE;
    }
    return memory.isExceeded() ? Frame.RETIRE | Frame.LARGE : 0;
  }

  /** Notes that a task begins; does not return if this worker is condemned. */
  private void beginTask(Frame frame, int index, int reported) throws IOException {
    if (claims.begin(frame.sequence(), index)) {
      return;
    }
    if (index > reported) {
      report(frame, 0, index - reported, 0);
    }
    flush();
    channel.skipBody();
    while (true) { // until it is killed, or the end of the stream
      channel.next();
      channel.skipBody();
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

  @SuppressWarnings("unchecked") // what a function takes and gives is the caller's concern
  private void readFunction() throws IOException {
    forget();
    int length = channel.readLength();
    try {
      if (!(codec.decode(channel, length) instanceof SerializableFunction<?, ?> decoded)) {
        throw new MalformedFrameException(
            "the parent sent something else where a function was due");
      }
      function = (SerializableFunction<Object, Object>) decoded;
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

  private void runTask(Frame frame, TaskTerms terms) throws IOException {
    int length = channel.readLength();
    if (functionFailure != null) {
      channel.skip(length);
      writer.notSerializable(functionFailure);
      return;
    }
    try {
      Object argument = codec.decode(channel, length);
      writer.value(runner.run(frame.has(Frame.CALLABLE) ? null : function, argument, terms));
    } catch (TaskRunner.Failed e) {
      failed(e, terms);
    } catch (TaskSerializationException e) {
      writer.notSerializable(e);
    } catch (OutOfMemoryError e) {
      exhausted = true; // by decoding or encoding
      writer.failure(e);
    } finally {
      Thread.interrupted();
    }
  }

  private void failed(TaskRunner.Failed failed, TaskTerms terms) {
    Throwable thrown = failed.getCause();
    exhausted |= thrown instanceof OutOfMemoryError;
    if (failed.interrupted) {
      writer.interrupted(thrown, terms.softLimitNanos());
    } else {
      writer.failure(thrown);
    }
  }
}
