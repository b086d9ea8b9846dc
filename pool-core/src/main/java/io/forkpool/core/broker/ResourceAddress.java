package io.forkpool.core.broker;

import io.forkpool.core.channel.Endpoint;
import java.io.Serializable;
import java.util.Objects;

/**
 * Where a resource is: travels to other processes, by private ways only, for it holds the token
 * that lets them in.
 *
 * @param broker where its broker is met
 * @param owner the process id of the broker
 * @param resource the id of the resource, which that broker never gives again
 */
public record ResourceAddress(Endpoint broker, long owner, long resource) implements Serializable {
  /** Checks the components. */
  public ResourceAddress {
    Objects.requireNonNull(broker, "broker");
  }
}
