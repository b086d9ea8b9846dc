package io.forkpool.core;

import io.forkpool.PoolException;
import io.forkpool.ProgressListener;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.dispatch.BatchCall;
import io.forkpool.core.dispatch.CallOptions;
import io.forkpool.core.dispatch.Intake;
import io.forkpool.core.dispatch.Lane;
import io.forkpool.core.dispatch.SingleCall;
import io.forkpool.core.dispatch.TaskFuture;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Makes calls with given options and waits for them, for threads of users. Thread-safe. */
final class Calls {
  /**
   * An iterable that is not a collection and is slower than this gets each input published at once.
   */
  private static final long SLOW_INPUT_NANOS = 50_000;

  private final Engine engine;
  private final Intake intake;
  private final CallOptions options;
  private final Optional<ProgressListener> progress;

  Calls(Engine engine, CallOptions options, Optional<ProgressListener> progress) {
    this.progress = progress;
    this.engine = engine;
    this.intake = engine.dispatcher().intake();
    this.options = options;
  }

  /** Makes the call of a task that is itself what is called; it is not submitted yet. */
  <R> SingleCall<R> prepare() {
    engine.prepare(options);
    return intake.single(null, options, engine.newFuture());
  }

  /** Submits a task, whose future completes on the callback threads. */
  <R> SingleCall<R> submit(Payload function, Payload argument) {
    engine.prepare(options);
    SingleCall<R> call = intake.single(function, options, engine.newFuture());
    enqueue(call, argument);
    return call;
  }

  /** Submits a task, waiting for room in the pool. */
  void enqueue(SingleCall<?> call, Payload argument) {
    try {
      intake.submit(call, argument);
    } catch (InterruptedException e) {
      throw Engine.interrupted("for room in the pool's queue", e);
    }
  }

  private Lane submitDirect(SingleCall<?> call, Payload argument) {
    try {
      return intake.submitDirect(call, argument);
    } catch (InterruptedException e) {
      throw Engine.interrupted("for room in the pool's queue", e);
    }
  }

  /**
   * Submits a task and waits for it. If a worker is idle, this thread talks to it itself: two
   * hand-overs between threads less, which cost as much as those between the processes.
   */
  <R> R apply(Payload function, Payload argument) {
    engine.prepare(options);
    SingleCall<R> call = intake.single(function, options, new TaskFuture<>(Runnable::run));
    Lane lane = submitDirect(call, argument);
    if (lane != null) {
      drive(lane, call);
    }
    return await(call.future());
  }

  private void drive(Lane lane, SingleCall<?> call) {
    try {
      // Not this thread's any more once the task is to be run again: others then read the answer.
      while (!call.future().isDone() && lane.isDrivenFor(call)) {
        lane.answers().readForCaller();
      }
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "a worker died while its caller waited", e);
    } catch (InterruptedException e) {
      intake.cancel(call, false);
      throw Engine.interrupted("for a task", e);
    } finally {
      if (lane.isDrivenFor(call)) {
        engine.dispatcher().lanes().callerLeaves(lane, call);
      }
    }
  }

  <R> List<R> map(Payload function, Iterable<?> inputs) {
    TaskFuture<List<R>> future = new TaskFuture<>(Runnable::run);
    feed(function, inputs, future, true);
    return await(future);
  }

  <R> CompletableFuture<List<R>> mapAsync(Payload function, Iterable<?> inputs) {
    TaskFuture<List<R>> future = engine.newFuture();
    feed(function, inputs, future, false);
    return future;
  }

  private <R> void feed(
      Payload function, Iterable<?> inputs, TaskFuture<List<R>> future, boolean bounded) {
    engine.prepare(options);
    long expected = inputs instanceof Collection<?> all ? all.size() : -1;
    MapProgress told =
        progress
            .map(listener -> new MapProgress(listener, expected, engine.callbacks()))
            .orElse(null);
    BatchCall<R> call = intake.beginBatch(function, options, expected, future, told);
    boolean done = false;
    try {
      engine
          .encoder()
          .with(
              codec -> {
                feed(new BatchFeed(intake, call, codec, !bounded), inputs, call, bounded);
                return null;
              });
      done = true;
    } finally {
      if (!done) {
        intake.abandon(call);
      }
    }
    intake.allPublished(call);
  }

  private void feed(BatchFeed feed, Iterable<?> inputs, BatchCall<?> call, boolean bounded) {
    boolean lazy = !(inputs instanceof Collection);
    long last = lazy ? System.nanoTime() : 0;
    for (Object input : inputs) {
      boolean due = feed.add(input);
      if (lazy) {
        long now = System.nanoTime();
        due |= now - last > SLOW_INPUT_NANOS;
        last = now;
      }
      if (due) {
        feed.publish();
        if (!isWanted(call, bounded)) {
          return;
        }
      }
    }
    feed.publish();
  }

  private boolean isWanted(BatchCall<?> call, boolean bounded) {
    if (!bounded) {
      return !call.future().isDone();
    }
    try {
      return intake.awaitRoom(call);
    } catch (InterruptedException e) {
      throw Engine.interrupted("for room for further inputs", e);
    }
  }

  /** Waits for a call; its failure is thrown with the stack of this thread. */
  static <R> R await(TaskFuture<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(false);
      throw Engine.interrupted("for a result", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PoolException failure) {
        failure.fillInStackTrace();
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new PoolException("a call failed unexpectedly", e.getCause());
    } catch (CancellationException e) {
      // Newer JDKs throw one that says "get" and has the pool's as its cause.
      Throwable said = e.getCause() instanceof CancellationException ours ? ours : e;
      CancellationException here = new CancellationException(said.getMessage());
      here.initCause(e);
      throw here;
    }
  }
}
