package io.forkpool.core.channel;

import java.nio.channels.SocketChannel;

/**
 * The two connections of a child that has proven itself.
 *
 * @param frames for a {@link FrameChannel}
 * @param lifeline to be kept open as long as the child is to live
 */
public record Connections(SocketChannel frames, SocketChannel lifeline) {}
