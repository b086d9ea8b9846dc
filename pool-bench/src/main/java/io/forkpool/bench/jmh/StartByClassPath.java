package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.ClassData;
import io.forkpool.bench.measure.FirstResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A new pool of two to its first result, against the length of the class path: so many jars of 100
 * entries stand before the program's own, and every class is looked for in each of them. Only a
 * fresh JVM reads them.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar StartByClassPath}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
@State(Scope.Thread)
public class StartByClassPath {
  private static final String CLASS_PATH = "java.class.path";
  private static final int ENTRIES = 100;

  /** How workers come to be. */
  @Param({"spawn", "forkserver"})
  public String startMethod;

  /** How many jars are put before the program's. */
  @Param({"0", "100", "1000"})
  public int jars;

  private final String ownClassPath = System.getProperty(CLASS_PATH);
  private final List<Path> made = new ArrayList<>();
  private Path directory;
  private Pool pool;

  /** Makes the jars, and names them to those who start workers: by the property they look at. */
  @Setup(Level.Trial)
  public void lengthen() throws IOException {
    directory = Files.createTempDirectory("forkpool-jmh");
    StringBuilder classPath = new StringBuilder();
    for (int i = 0; i < jars; i++) {
      Path jar = directory.resolve("padding-" + i + ".jar");
      write(jar, i);
      made.add(jar);
      classPath.append(jar).append(File.pathSeparator);
    }
    System.setProperty(CLASS_PATH, classPath + ownClassPath);
    ClassData.await(StartMethod.of(startMethod), 2);
  }

  private static void write(Path jar, int number) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        zip.putNextEntry(new ZipEntry("padding" + number + "/Entry" + entry + ".class"));
        zip.closeEntry();
      }
    }
  }

  /** Measures from the builder to the result. */
  @Benchmark
  public Pool firstResult() {
    pool = FirstResult.of(Pool.builder().workers(2).startMethod(StartMethod.of(startMethod)));
    return pool;
  }

  /** Closes the pool. */
  @TearDown(Level.Invocation)
  public void close() {
    pool.close();
    pool.join();
  }

  /** Deletes the jars. */
  @TearDown(Level.Trial)
  public void shorten() throws IOException {
    System.setProperty(CLASS_PATH, ownClassPath);
    for (Path jar : made) {
      Files.delete(jar);
    }
    Files.delete(directory);
  }
}
