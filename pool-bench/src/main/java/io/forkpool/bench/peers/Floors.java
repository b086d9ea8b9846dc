package io.forkpool.bench.peers;

import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The least that the machine can do: what no pool can be faster than, unless it does less. */
final class Floors {
  static final String JAVA = "java, doing nothing";
  static final String FORK = "bare fork in C";
  static final String SOCKET = "unix socket ping-pong";
  static final String SPIN = "shared memory, spinning";

  private static final int SPIN_WARM_UP_TRIPS = 50_000;
  private static final long PATIENCE_SECONDS = 60;

  private Floors() {}

  private interface Trip {
    void go() throws IOException;
  }

  /** Milliseconds from the start of a JVM to its first byte. */
  static Contestant java() {
    return PeerMain::startUpMillis;
  }

  /** Milliseconds from fork() to the child's first byte, in a C program with an empty heap. */
  static Contestant fork(String compiler, Path directory) throws MissingPeerException, IOException {
    Path source = Programs.write("bare_fork.c", directory);
    Path program = directory.resolve("bare_fork");
    Process compilation;
    try {
      compilation =
          new ProcessBuilder(compiler, "-O2", "-o", program.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException absent) {
      throw new MissingPeerException("no C compiler here: " + absent.getMessage());
    }
    byte[] said = compilation.getInputStream().readAllBytes();
    if (LineProcess.end(compilation, PATIENCE_SECONDS) != 0) {
      throw new MissingPeerException(
          compiler + " cannot compile: " + new String(said, StandardCharsets.UTF_8).strip());
    }
    return LineProcess.start(List.of(program.toString()));
  }

  /** Microseconds of 64 bytes to another JVM and back, blocking. */
  static Contestant socket(int trips) throws IOException {
    SocketPeer peer = SocketPeer.start();
    return new Contestant() {
      @Override
      public double run() throws IOException {
        return blockMicros(() -> peer.pingPong(42), trips);
      }

      @Override
      public void close() throws IOException {
        peer.close();
      }
    };
  }

  /**
   * Microseconds of a word to another JVM and back, both spinning. The other lives for one run
   * only: it would take a core from the contestants who are measured in between.
   */
  static Contestant spin(int trips) {
    return () -> {
      try (SpinPeer peer = SpinPeer.start()) {
        blockMicros(peer::pingPong, SPIN_WARM_UP_TRIPS);
        return blockMicros(peer::pingPong, trips);
      }
    };
  }

  /** The median of so many trips. */
  private static double blockMicros(Trip trip, int count) throws IOException {
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      trip.go();
      micros[i] = (System.nanoTime() - begun) / 1e3;
    }
    return Spread.of(micros).median();
  }
}
