package io.forkpool.core.child;

import io.forkpool.SerializableCallable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What {@code CompletableFuture.supplyAsync} and its kin pass to an executor, in a worker: a copy
 * of the JDK's own object, bound to a future of the worker's. It is run as it stands, so the JDK
 * alone knows what it does; the outcome of that future is the outcome of the task.
 *
 * @param shell the stage in Java's serialization, with a {@link Place} for each object it holds
 * @param parts those objects: a {@link StagePart} for a future, else what is to be called
 */
public record RemoteStage(byte[] shell, Object[] parts) implements SerializableCallable<Object> {

  @Override
  public Object call() throws Exception {
    Object[] held = new Object[parts.length];
    CompletableFuture<Object> target = null;
    for (int i = 0; i < parts.length; i++) {
      held[i] = parts[i];
      if (parts[i] instanceof StagePart future) {
        CompletableFuture<Object> copy = future.copy();
        held[i] = copy;
        target = future.done() ? target : copy;
      }
    }
    Runnable stage;
    try (Shell in = new Shell(shell, held)) {
      stage = (Runnable) in.readObject();
    }
    stage.run();
    try {
      return target.join();
    } catch (CompletionException e) {
      Throwable thrown = e.getCause();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw thrown instanceof Exception exception ? exception : e;
    }
  }

  private static final class Shell extends ObjectInputStream {
    private final Object[] held;

    Shell(byte[] bytes, Object[] held) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.held = held;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object read) {
      return read instanceof Place place ? held[place.index()] : read;
    }
  }
}
