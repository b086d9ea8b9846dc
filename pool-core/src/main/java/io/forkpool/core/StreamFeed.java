package io.forkpool.core;

import io.forkpool.core.channel.Payload;
import io.forkpool.core.dispatch.CallOptions;
import io.forkpool.core.dispatch.Intake;
import io.forkpool.core.dispatch.StreamCall;
import io.forkpool.core.outcome.Outcome;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The results of {@code imap} as somebody asks for them: keeps a window of inputs under way, and
 * pulls the next one when a result is taken.
 *
 * <p>Nothing waits for its consumer, who may never come back. The lock guards the inputs, which the
 * thread that closes the pool takes over if they are a collection.
 *
 * @param <R> the type of the results
 */
final class StreamFeed<R> implements Spliterator<R> {
  /** How many chunks are under way at the most, where workers are few and results small. */
  private static final int LEAST_WINDOW = 16;

  private final Engine engine;
  private final Intake intake;
  private final StreamCall call;
  private final Iterator<?> inputs;
  private final boolean finite;
  private final int chunk;

  private int published;
  private int taken;
  private boolean exhausted;
  private Throwable inputFailure;

  /** The pool was closed, and the inputs may be endless: no more of them are taken. */
  private volatile boolean cutOff;

  StreamFeed(
      Engine engine, Payload function, Iterable<?> inputs, CallOptions options, boolean ordered) {
    this.engine = engine;
    this.intake = engine.dispatcher().intake();
    this.inputs = inputs.iterator();
    this.finite = inputs instanceof Collection;
    this.chunk = Math.max(1, options.chunkSize());
    this.call = intake.beginStream(function, options, ordered);
    engine.streams().add(this);
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    if (!fill(false)) {
      return end();
    }
    Outcome next;
    try {
      next = intake.take(call);
    } catch (InterruptedException e) {
      close();
      throw Engine.interrupted("for the next result", e);
    }
    synchronized (this) {
      taken++;
    }
    if (next instanceof Outcome.Failure failure) {
      close();
      failure.error().fillInStackTrace();
      throw failure.error();
    }
    @SuppressWarnings("unchecked") // the function returned an R
    R result = (R) ((Outcome.Value) next).result();
    action.accept(result);
    return true;
  }

  /**
   * Takes inputs until enough are under way, or all the rest; returns whether there is a result to
   * wait for.
   */
  private synchronized boolean fill(boolean rest) {
    engine
        .encoder()
        .with(
            codec -> {
              BatchFeed feed = new BatchFeed(intake, call, codec, false);
              while (!exhausted && !cutOff && isMoreWanted(rest)) {
                publishChunk(feed);
              }
              return null;
            });
    return published > taken;
  }

  private boolean isMoreWanted(boolean rest) {
    int workers = engine.settings().workers();
    return rest
        || intake.wantsMore(
            call, published - taken, chunk, workers, Math.max(LEAST_WINDOW, 4 * workers));
  }

  private void publishChunk(BatchFeed feed) {
    int count = 0;
    try {
      while (count < chunk && inputs.hasNext()) {
        feed.add(inputs.next());
        count++;
      }
      exhausted = count < chunk;
    } catch (RuntimeException | Error e) {
      inputFailure = e; // for the consumer, behind the results of what came before
      exhausted = true;
    }
    feed.publish();
    published += count;
    if (exhausted) {
      intake.allPublished(call);
      engine.streams().remove(this);
    }
  }

  private synchronized boolean end() {
    engine.streams().remove(this);
    if (inputFailure instanceof Error error) {
      throw error;
    }
    if (inputFailure != null) {
      throw (RuntimeException) inputFailure;
    }
    if (!exhausted && inputs.hasNext()) {
      throw new RejectedExecutionException("the pool was closed before all inputs were taken");
    }
    return false;
  }

  /** The pool was closed: what may have no end is not waited for. */
  void cutOff() {
    cutOff = !finite;
  }

  /** The pool was closed: takes the rest in, if there is known to be an end to it. */
  void publishRest() {
    if (finite) {
      fill(true);
    }
  }

  /** Drops what has not begun. */
  void close() {
    intake.cancel(call, false);
    cutOff = true;
    engine.streams().remove(this);
  }

  @Override
  public Spliterator<R> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED;
  }
}
