package io.forkpool.core.pipe;

import io.forkpool.OwnerLostException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Who in this process waits for word of a pipe: that something can be received, or that nobody has
 * the other end open.
 *
 * <p>A pipe has one listener in a process, however many wait. It is registered before a broker is
 * asked for word, and taken back with the last who waits. Between finding that nobody waits and
 * taking it back, another may have come; so the list is looked at again afterwards, and for those
 * that are in it the broker is asked anew: it answers at once if there is something. No locks, for
 * events may come under the broker's, and a fork could copy one locked; a fork's own ports differ
 * from those that are in the list it copied.
 */
final class Readiness {
  private static final AtomicReference<List<Watch>> WATCHES = new AtomicReference<>(List.of());

  private Readiness() {}

  /** One that waits; compared by its future. */
  private record Watch(Port port, long resource, Message request, CompletableFuture<Void> future) {
    boolean isOf(Port otherPort, long otherResource) {
      return port == otherPort && resource == otherResource;
    }

    /** Of {@link Port#LOST} for all, else what is awaited of an end. */
    boolean isMeant(Message event) {
      PipeEvent awaited =
          PipeRequest.of(request.code()) == PipeRequest.WATCH ? PipeEvent.READY : PipeEvent.BROKEN;
      return event.code() == Port.LOST
          || awaited.isCodeOf(event) && (request.first() & 1) == event.first();
    }
  }

  /**
   * Gives word once.
   *
   * @param request asks the broker for an event, of the end that is the last bit of its first
   *     number
   * @return completed when the event has come, or the owner has ended
   */
  static CompletableFuture<Void> watch(Port port, long resource, Message request) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    Watch watch = new Watch(port, resource, request, future);
    WATCHES.updateAndGet(all -> Stream.concat(all.stream(), Stream.of(watch)).toList());
    future.whenComplete((word, cancelled) -> remove(watch));
    listen(watch);
    return future;
  }

  private static void listen(Watch watch) {
    Port port = watch.port();
    long resource = watch.resource();
    try {
      port.listen(resource, event -> tell(port, resource, event));
      port.tell(resource, watch.request());
    } catch (OwnerLostException e) {
      watch.future().complete(null);
    }
  }

  /**
   * Gives word to all that wait for a connection, which is being closed: they find that out.
   *
   * @param place the connection, as their requests name it
   */
  static void close(Port port, long resource, long place) {
    WATCHES.get().stream()
        .filter(watch -> watch.isOf(port, resource) && watch.request().first() == place)
        .forEach(watch -> watch.future().complete(null));
  }

  private static void tell(Port port, long resource, Message event) {
    WATCHES.get().stream()
        .filter(watch -> watch.isOf(port, resource) && watch.isMeant(event))
        .forEach(watch -> watch.future().complete(null));
  }

  private static void remove(Watch watch) {
    WATCHES.updateAndGet(
        all -> all.stream().filter(each -> each.future() != watch.future()).toList());
    if (of(watch).isEmpty()) {
      watch.port().forget(watch.resource());
      of(watch).forEach(Readiness::listen);
    }
  }

  private static List<Watch> of(Watch watch) {
    return WATCHES.get().stream()
        .filter(each -> each.isOf(watch.port(), watch.resource()))
        .toList();
  }
}
