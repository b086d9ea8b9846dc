package io.forkpool.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The JDKs on which forks are tested: the one of this test run, and a newer one beside it. */
final class JavaHomes {
  private static final int NEWER_FROM = 25;

  private JavaHomes() {}

  static List<Path> all() {
    try {
      Path own = Path.of(System.getProperty("java.home")).toRealPath();
      List<Path> homes = new ArrayList<>(List.of(own));
      try (Stream<Path> siblings = Files.list(own.getParent())) {
        for (Path sibling : siblings.toList()) {
          Path home = sibling.toRealPath();
          if (!homes.contains(home) && feature(home) >= NEWER_FROM) {
            homes.add(home);
          }
        }
      }
      return homes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The feature version of a JDK, from its release file; 0 when it is none. */
  static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return 0;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        return Integer.parseInt(line.substring(14).split("[^0-9]")[0]);
      }
    }
    return 0;
  }

  /** Each with each collector that it has, as an argument of a parameterized test. */
  static Stream<Jvm> withCollectors() {
    return all().stream()
        .flatMap(
            home -> Stream.of("Serial", "Parallel", "G1", "Shenandoah").map(gc -> jvm(home, gc)))
        .filter(Jvm::exists);
  }

  /** Each with the two collectors that a JVM chooses by itself. */
  static Stream<Jvm> withCommonCollectors() {
    return all().stream().flatMap(home -> Stream.of("G1", "Serial").map(gc -> jvm(home, gc)));
  }

  /** Each with its default collector. */
  static Stream<Jvm> plain() {
    return all().stream().map(home -> jvm(home, "G1"));
  }

  private static Jvm jvm(Path home, String collector) {
    return new Jvm(home, collector);
  }
}
