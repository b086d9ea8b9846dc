package io.forkpool.core.supervise;

import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.spi.ChildHandle;

/**
 * A worker process that is ready.
 *
 * @param handle its process
 * @param channel its channel
 * @param lifeline its end ends the process
 * @param claims the words it shares
 * @param codec decodes what it sends
 * @param startupNanos how long it took from the request to being ready
 */
record Worker(
    ChildHandle handle,
    FrameChannel channel,
    Lifeline lifeline,
    Claims claims,
    CodecSession codec,
    long startupNanos) {

  /** Closes what this JVM holds of it. */
  void close() {
    channel.close();
    lifeline.close();
  }
}
