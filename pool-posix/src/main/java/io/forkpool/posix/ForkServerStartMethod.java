package io.forkpool.posix;

import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.StartMethodProvider;
import java.io.IOException;
import java.util.Optional;

/**
 * The start method {@code forkserver}: a child is a copy of a clean JVM that was started for the
 * purpose, has prepared what children need, and has no threads that could hold anything. What a
 * child runs is serialized, as with {@code spawn}; its start takes milliseconds, as with {@code
 * fork}. No native code is loaded in this JVM.
 */
public final class ForkServerStartMethod implements StartMethodProvider {
  /** Public for {@link java.util.ServiceLoader}. */
  public ForkServerStartMethod() {}

  @Override
  public String name() {
    return "forkserver";
  }

  /** Asked once: none of it changes while this JVM runs. */
  private static final class OfTheSystem {
    static final Optional<Refusal> REFUSAL =
        Refusal.of(Surroundings.current(), Refusal.OF_THE_SYSTEM);

    private OfTheSystem() {}
  }

  @Override
  public Availability availability() {
    if (StartMethodProvider.find("spawn").isEmpty()) {
      return Availability.unavailable("its server is started by spawn, and pool-core is not there");
    }
    return OfTheSystem.REFUSAL.isPresent()
        ? Availability.unavailable(OfTheSystem.REFUSAL.get().cause())
        : Availability.available();
  }

  /** As isolated as spawn, and faster: the default where it can be used. */
  @Override
  public int preference() {
    return 10;
  }

  @Override
  public boolean sharesMemory() {
    return false;
  }

  @Override
  public ChildHandle start(ChildRequest request) throws IOException {
    return ForkServers.start(request);
  }
}
