package io.forkpool.posix;

import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ChildRole;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a fork server's children have in common. Requests with equal keys share a server.
 *
 * @param jvmArgs further flags of the server's JVM
 * @param environment variables that are added to this process's own
 * @param siblings on which the default size of the heap depends
 * @param program the class of the program that children run
 * @param role what the children are to this process
 * @param preload what the server runs first: its class and, compared by content, its argument
 */
record ServerKey(
    List<String> jvmArgs,
    Map<String, String> environment,
    int siblings,
    String program,
    ChildRole role,
    Optional<Preload> preload) {

  /** A program and its argument. */
  record Preload(String program, ByteBuffer argument) {
    ChildEntry.Named entry() {
      byte[] bytes = new byte[argument.remaining()];
      argument.get(argument.position(), bytes);
      return new ChildEntry.Named(program, bytes);
    }
  }

  static ServerKey of(ChildRequest request) {
    return new ServerKey(
        request.jvmArgs(),
        request.environment(),
        request.siblings(),
        named(request.entry()).programClass(),
        request.role(),
        request
            .preload()
            .map(ServerKey::named)
            .map(
                entry ->
                    new Preload(entry.programClass(), ByteBuffer.wrap(entry.argument().clone()))));
  }

  static ChildEntry.Named named(ChildEntry entry) {
    if (entry instanceof ChildEntry.Named named) {
      return named;
    }
    throw new IllegalArgumentException("forkserver shares no memory with this JVM: " + entry);
  }
}
