package io.forkpool.core.pipe;

import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.core.handle.Handle;

/**
 * What travels in place of a connection.
 *
 * @param pipe where the pipe is
 * @param end which end
 * @param direction what it is for
 * @param ticket keeps the end open on the way
 */
record PassedConnection(ResourceAddress pipe, int end, Direction direction, long ticket)
    implements Handle {

  @Override
  public Object readResolve() {
    return PipeConnection.redeemed(pipe, end, direction, ticket);
  }
}
