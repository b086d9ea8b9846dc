package io.forkpool.core.pipe;

import io.forkpool.Connection;
import io.forkpool.Pipe;

/**
 * Two connections.
 *
 * @param first one end
 * @param second the other
 */
record DefaultPipe(Connection first, Connection second) implements Pipe {}
