package io.forkpool.core.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames in line for a socket that does not block. Frames that are in line together leave in one
 * write.
 *
 * <p>Any thread may offer and push. Only one writes at a time; a thread that finds another writing
 * leaves its frame to that one, which looks at the line again after it has let go of the lock. So a
 * frame that was offered before {@code push} is always written or reported as not yet written.
 */
final class FrameWriter {
  private static final int STAGE = 128 * 1024;

  private final SocketChannel socket;
  private final Queue<Outgoing> line = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  /** Bytes on their way to the socket, ready to be written; made when the first frame is. */
  private ByteBuffer stage;

  private Outgoing current;
  private volatile boolean unfinished;

  /** A frame, and how far it was taken to the stage. */
  private static final class Outgoing {
    final Frame frame;
    final Payload body;
    boolean begun;
    int slice;
    int offset;

    Outgoing(Frame frame, Payload body) {
      this.frame = frame;
      this.body = body;
    }
  }

  FrameWriter(SocketChannel socket) {
    this.socket = socket;
  }

  void offer(Frame frame, Payload body) {
    if (frame.length() != body.length()) {
      throw new IllegalArgumentException(frame + " with a body of " + body.length() + " bytes");
    }
    line.add(new Outgoing(frame, body));
  }

  /**
   * Writes what the socket takes. Returns false if something is left that this thread knows of. If
   * that fails, each further call does.
   */
  boolean push() throws IOException {
    while (!line.isEmpty() || unfinished) {
      if (!writing.tryLock()) {
        return true;
      }
      try {
        unfinished = true; // and stays so if this fails
        unfinished = !drain();
        if (unfinished) {
          return false;
        }
      } finally {
        writing.unlock();
      }
    }
    return true;
  }

  private boolean drain() throws IOException {
    if (stage == null) {
      stage = ByteBuffer.allocateDirect(STAGE).limit(0);
    }
    while (true) {
      if (!stage.hasRemaining() && !fill()) {
        return true;
      }
      while (stage.hasRemaining()) {
        if (write() == 0) {
          return false;
        }
      }
    }
  }

  private int write() throws IOException {
    try {
      return socket.write(stage);
    } catch (IOException e) {
      throw Hangup.of(e);
    }
  }

  /** Takes as much of the line to the stage as fits; returns whether that is anything. */
  private boolean fill() {
    stage.clear();
    while (true) {
      if (current == null) {
        current = line.poll();
      }
      if (current == null || !take(current)) {
        break;
      }
      current = null;
    }
    stage.flip();
    return stage.hasRemaining();
  }

  /** Takes a frame's bytes to the stage; returns whether all of them fitted. */
  private boolean take(Outgoing outgoing) {
    if (!outgoing.begun) {
      if (stage.remaining() < Frame.HEADER_BYTES) {
        return false;
      }
      outgoing.frame.writeTo(stage);
      outgoing.begun = true;
    }
    while (outgoing.slice < outgoing.body.slices().size()) {
      Slice slice = outgoing.body.slices().get(outgoing.slice);
      int left = slice.length() - outgoing.offset;
      int some = Math.min(left, stage.remaining());
      stage.put(slice.array(), slice.from() + outgoing.offset, some);
      if (some < left) {
        outgoing.offset += some;
        return false;
      }
      outgoing.slice++;
      outgoing.offset = 0;
    }
    return true;
  }
}
