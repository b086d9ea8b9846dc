package io.forkpool.bench.peers;

import io.forkpool.bench.measure.Results;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A JVM at the other end of two words of shared memory, which both sides look at all the time: the
 * least that a round trip between two processes costs if each may keep a core busy.
 *
 * <pre>
 *   0        8          128       136
 *   | question | ...     | answer |        on cache lines of their own; 0: nothing yet
 * </pre>
 */
final class SpinPeer implements Closeable {
  private static final int QUESTION = 0;
  private static final int ANSWER = 128;
  private static final int BYTES = 256;
  private static final long END = -1;
  private static final long PATIENCE_SECONDS = 10;

  /** After so many looks a side lets others run: there may be one core only. */
  private static final int LOOKS = 10_000;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path file;
  private final Process process;
  private final ByteBuffer memory;
  private long last;

  private SpinPeer(Path file, Process process, ByteBuffer memory) {
    this.file = file;
    this.process = process;
    this.memory = memory;
  }

  static SpinPeer start() throws IOException {
    Path shared = Path.of("/dev/shm");
    Path file =
        Files.isWritable(shared)
            ? Files.createTempFile(shared, "forkpool", ".spin")
            : Files.createTempFile("forkpool", ".spin");
    ByteBuffer memory = map(file);
    SpinPeer peer = new SpinPeer(file, PeerMain.start("spin", file.toString()), memory);
    peer.pingPong();
    return peer;
  }

  private static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
  }

  /** Answers every question with itself, until the end; runs in the other JVM. */
  static void answer(Path file) throws IOException {
    ByteBuffer memory = map(file);
    long seen = 0;
    while (true) {
      seen = awaitOther(memory, QUESTION, seen, null);
      if (seen == END) {
        return;
      }
      WORD.setRelease(memory, ANSWER, seen);
    }
  }

  /** Asks, and waits for the answer. */
  void pingPong() throws IOException {
    long question = last + 1;
    WORD.setRelease(memory, QUESTION, question);
    Results.requireEqual(
        question, awaitOther(memory, ANSWER, last, process), "the spinning peer's answer");
    last = question;
  }

  private static long awaitOther(ByteBuffer memory, int place, long than, Process process)
      throws IOException {
    for (int looks = 1; ; looks++) {
      long now = (long) WORD.getAcquire(memory, place);
      if (now != than) {
        return now;
      }
      Thread.onSpinWait();
      if (looks % LOOKS == 0) {
        Thread.yield();
        if (process != null && !process.isAlive()) {
          throw new IOException("the spinning peer has gone");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    WORD.setRelease(memory, QUESTION, END);
    LineProcess.end(process, PATIENCE_SECONDS);
    Files.delete(file);
  }
}
