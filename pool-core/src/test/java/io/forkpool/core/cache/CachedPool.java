package io.forkpool.core.cache;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that spawns a pool, says what came of it, and stays until it is told to go. */
public final class CachedPool {
  private CachedPool() {}

  /**
   * Runs it.
   *
   * @param args a suffix: it stays until the cache has a file that ends so
   */
  public static void main(String[] args) throws Exception {
    try (Pool pool = Pool.builder().workers(1).startMethod(StartMethod.SPAWN).build()) {
      System.out.println("result " + pool.apply(n -> n + 1, 41));
      String archive =
          pool.apply(
              () ->
                  ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                      .filter(flag -> flag.endsWith(".jsa") || flag.endsWith(".aot"))
                      .findFirst()
                      .orElse("none"));
      System.out.println("archive " + archive);
    }
    Path directory = Path.of(System.getProperty("forkpool.cache"));
    while (args.length > 0 && !has(directory, args[0])) {
      Thread.sleep(20);
    }
  }

  private static boolean has(Path directory, String suffix) throws Exception {
    if (Files.notExists(directory)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + suffix)) {
      return files.iterator().hasNext();
    }
  }
}
