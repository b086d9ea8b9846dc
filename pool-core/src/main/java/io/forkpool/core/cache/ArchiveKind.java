package io.forkpool.core.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two kinds of archive there are: which one a JDK takes, how it is made, and how it is used.
 */
enum ArchiveKind {
  /**
   * Dynamic AppCDS (JEP 350): made by a JVM when it exits, on top of the JDK's own archive. Of 1.5
   * MB.
   */
  DYNAMIC(".jsa", List.of("-Xlog:cds*=off", "-Xlog:class+path=off")) {
    @Override
    List<List<String>> making(Path configuration, Path archive) {
      return List.of(List.of("-Xshare:auto", "-XX:ArchiveClassesAtExit=" + archive));
    }

    @Override
    String use(Path archive) {
      return "-XX:SharedArchiveFile=" + archive;
    }
  },

  /**
   * The ahead-of-time cache (JEP 483): what a JVM records a second one makes a cache of, which
   * holds classes that are linked already. Of 13 MB.
   */
  AHEAD_OF_TIME(".aot", List.of("-Xlog:cds*=off", "-Xlog:aot*=off", "-Xlog:class+path=off")) {
    @Override
    List<List<String>> making(Path configuration, Path archive) {
      String recorded = "-XX:AOTConfiguration=" + configuration;
      return List.of(
          List.of("-XX:AOTMode=record", recorded),
          List.of("-XX:AOTMode=create", recorded, "-XX:AOTCache=" + archive));
    }

    @Override
    String use(Path archive) {
      return "-XX:AOTCache=" + archive;
    }
  };

  /** The first JDK whose ahead-of-time cache has all that workers gain by: JEP 514 and 515. */
  private static final int AHEAD_OF_TIME_SINCE = 25;

  private final String suffix;
  private final List<String> silence;

  ArchiveKind(String suffix, List<String> silence) {
    this.suffix = suffix;
    this.silence = silence;
  }

  static ArchiveKind ofThisJdk() {
    return Runtime.version().feature() >= AHEAD_OF_TIME_SINCE ? AHEAD_OF_TIME : DYNAMIC;
  }

  String suffix() {
    return suffix;
  }

  /**
   * The flags of each JVM that takes part in making one, in turn.
   *
   * @param configuration where the first may leave something for the second
   */
  abstract List<List<String>> making(Path configuration, Path archive);

  abstract String use(Path archive);

  /** The flags by which a JVM uses an archive, and says nothing of one that does not fit it. */
  List<String> flags(Path archive) {
    List<String> flags = new ArrayList<>(silence);
    flags.add(use(archive));
    return flags;
  }
}
