package io.forkpool.core.cache;

import java.util.List;

/**
 * A JVM that is to be started, as far as it matters to archives. Immutable.
 *
 * @param java the launcher
 * @param flags its flags, less class path and main class
 * @param classPath its class path
 * @param program the class that it is started for, a {@link io.forkpool.spi.ChildProgram}
 */
public record ChildJvm(String java, List<String> flags, String classPath, String program) {
  /** Flags by which the user, or what these do, has archives in hand. */
  private static final List<String> NOT_OURS =
      List.of(
          "-Xshare",
          "-XX:SharedArchiveFile",
          "-XX:SharedClassListFile",
          "-XX:+UseSharedSpaces",
          "-XX:-UseSharedSpaces",
          "-XX:ArchiveClassesAtExit",
          "-XX:+AutoCreateSharedArchive",
          "-XX:+RecordDynamicDumpInfo",
          "-XX:AOT",
          "-XX:+AOT",
          "-XX:-AOT",
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrun",
          "-XX:StartFlightRecording",
          "-Xbootclasspath",
          "-Djava.system.class.loader",
          "--patch-module",
          "--limit-modules",
          "--upgrade-module-path",
          "--module-path");

  /** Flags that change nothing about what an archive holds, or that HotSpot checks itself. */
  private static final List<String> WITHOUT_EFFECT =
      List.of("-D", "-Xm", "-Xss", "-Xlog", "-XX:MaxRAM", "-XX:MaxHeapSize", "-XX:OnOutOfMemory");

  /** Flags that a second JVM must not have: the files they name are the first one's. */
  private static final List<String> NOT_FOR_TRAINING = List.of("-Xlog", "-Xloggc", "-XX:LogFile");

  /** Copies the flags. */
  public ChildJvm {
    flags = List.copyOf(flags);
  }

  /** Whether nobody else has archives in hand. */
  boolean leavesArchivesToUs() {
    return flags.stream().noneMatch(flag -> startsWithAny(flag, NOT_OURS));
  }

  List<String> flagsThatCount() {
    return flags.stream().filter(flag -> !startsWithAny(flag, WITHOUT_EFFECT)).toList();
  }

  List<String> flagsForTraining() {
    return flags.stream().filter(flag -> !startsWithAny(flag, NOT_FOR_TRAINING)).toList();
  }

  private static boolean startsWithAny(String flag, List<String> prefixes) {
    return prefixes.stream().anyMatch(flag::startsWith);
  }
}
