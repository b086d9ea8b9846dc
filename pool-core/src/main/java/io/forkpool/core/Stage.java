package io.forkpool.core;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.child.Place;
import io.forkpool.core.child.RemoteStage;
import io.forkpool.core.child.StagePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinTask;

/**
 * What {@code CompletableFuture.supplyAsync} and the {@code ...Async} methods of its stages pass to
 * an executor, taken apart so that a worker can run it.
 *
 * <p>Such a task holds the future that it is to complete, those whose values it takes, and the
 * user's function, in private fields of the JDK's. It is a {@link ForkJoinTask}, which is {@link
 * Serializable}; and an object stream shows each object that it is about to write to {@link
 * ObjectOutputStream#replaceObject}, whether that can be serialized or not. So nothing closed is
 * opened, and nothing is known of the fields: futures are replaced by their outcomes, the function
 * travels as any other, and the worker runs a copy of the JDK's own task ({@link RemoteStage}).
 */
final class Stage {
  private final RemoteStage remote;
  private final CompletableFuture<Object> target;

  private Stage(RemoteStage remote, CompletableFuture<Object> target) {
    this.remote = remote;
    this.target = target;
  }

  static boolean isOne(Runnable command) {
    return command instanceof AsynchronousCompletionTask && command instanceof Serializable;
  }

  /**
   * Takes a task apart.
   *
   * @throws TaskSerializationException if it is not clear which future it is to complete
   */
  static Stage of(Runnable command) {
    ByteArrayOutputStream shell = new ByteArrayOutputStream();
    List<Object> held = new ArrayList<>();
    try (Taker taker = new Taker(shell, command, held)) {
      taker.writeObject(command);
    } catch (IOException e) {
      throw refused(command, "cannot be taken apart: " + e, e);
    }
    return of(command, shell.toByteArray(), held);
  }

  /** The one future that is not complete is the one to complete. */
  @SuppressWarnings("unchecked") // it gets what its own function returns
  private static Stage of(Runnable command, byte[] shell, List<Object> held) {
    Object[] parts = held.toArray();
    CompletableFuture<Object> target = null;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] instanceof CompletableFuture<?> future) {
        StagePart part = StagePart.of(future);
        parts[i] = part;
        if (!part.done()) {
          if (target != null) {
            throw refused(command, "depends on a stage that is not complete", null);
          }
          target = (CompletableFuture<Object>) future;
        }
      }
    }
    return new Stage(new RemoteStage(shell, parts), target);
  }

  private static TaskSerializationException refused(Runnable command, String why, Throwable cause) {
    String name = command.getClass().getName();
    return new TaskSerializationException(
        "cannot travel to a worker: " + name + " " + why + "; use pool.applyAsync in its place",
        name,
        null,
        cause);
  }

  /** Whether there is nothing to do any more: somebody else has completed the future. */
  boolean isOver() {
    return target == null;
  }

  RemoteStage remote() {
    return remote;
  }

  CompletableFuture<Object> target() {
    return target;
  }

  /** Completes the future as the task would have done, had it run here. */
  void complete(Object value, Throwable failure) {
    if (failure == null) {
      target.complete(value);
    } else {
      target.completeExceptionally(new CompletionException(Unwrap.thrown(failure)));
    }
  }

  private static final class Taker extends ObjectOutputStream {
    private final Object root;
    private final List<Object> held;

    Taker(OutputStream out, Object root, List<Object> held) throws IOException {
      super(out);
      this.root = root;
      this.held = held;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object == root) {
        return root;
      }
      if (object instanceof AsynchronousCompletionTask) {
        return null; // the next one in a list of dependents
      }
      held.add(object);
      return new Place(held.size() - 1);
    }
  }
}
