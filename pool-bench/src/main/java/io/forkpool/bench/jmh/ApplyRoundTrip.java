package io.forkpool.bench.jmh;

import io.forkpool.bench.measure.Results;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code apply} of a function that returns its argument, a byte array: there and back, by its size.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar ApplyRoundTrip}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class ApplyRoundTrip {

  /** Measures from the call to the result. */
  @Benchmark
  public byte[] echo(WarmPool pool, Payload payload) {
    byte mark = payload.mark();
    byte[] result = pool.pool().apply(bytes -> bytes, payload.content);
    Results.requireEqual(payload.bytes, result.length, "the length of what came back");
    Results.requireEqual(mark, result[result.length - 1], "the last byte of what came back");
    return result;
  }

  /** What travels. */
  @State(Scope.Thread)
  public static class Payload {
    /** How many bytes. */
    @Param({"8", "1024", "65536", "1048576", "67108864"})
    public int bytes;

    private byte[] content;

    /** Makes the array. */
    @Setup(Level.Trial)
    public void fill() {
      content = new byte[bytes];
    }

    /** Changes the last byte, so that no two trips are the same. */
    private byte mark() {
      return ++content[content.length - 1];
    }
  }
}
