package io.forkpool.core.spawn;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a JVM's flags its children get. Not those of agents, debuggers and management ports,
 * which would collide or be attached twice; not those that write a file of a fixed name; and not
 * the initial heap size, which is meant for one process.
 */
final class InheritedFlags {
  private static final List<String> NOT_INHERITED =
      List.of(
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrunjdwp",
          "-Xdebug",
          "-Xnoagent",
          "-Dcom.sun.management.",
          "-Djava.rmi.server.hostname",
          "-Xms",
          "-XX:InitialHeapSize",
          "-XX:InitialRAMPercentage",
          "-XX:+AlwaysPreTouch",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-XX:+FlightRecorder",
          "-XX:ArchiveClassesAtExit",
          "-XX:+RecordDynamicDumpInfo",
          "-XX:AOTCacheOutput",
          "-XX:AOTMode=record",
          "-XX:AOTMode=create",
          "-XX:AOTConfiguration",
          "-XX:LogFile=",
          "-XX:+LogVMOutput",
          "-XX:FlagsFile",
          "-XX:+ManagementServer",
          "-Xloggc:",
          "--module-path",
          "--add-modules=ALL-MODULE-PATH");

  private InheritedFlags() {}

  static List<String> of(List<String> flags) {
    List<String> inherited = new ArrayList<>();
    for (String flag : flags) {
      if (NOT_INHERITED.stream().noneMatch(flag::startsWith) && !writesLogFile(flag)) {
        inherited.add(flag);
      }
    }
    return inherited;
  }

  /** {@code -Xlog:gc*:file=gc.log}, or with the file's name alone: children would overwrite it. */
  private static boolean writesLogFile(String flag) {
    if (!flag.startsWith("-Xlog:")) {
      return false;
    }
    String[] parts = flag.split(":");
    String output = parts.length > 2 ? parts[2] : "";
    return !output.isEmpty() && !output.equals("stdout") && !output.equals("stderr");
  }
}
