package io.forkpool.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildJvmTest {
  private static ChildJvm with(String... flags) {
    return new ChildJvm("java", List.of(flags), "some.jar", "Program");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-XX:SharedArchiveFile=mine.jsa",
        "-XX:AOTCache=mine.aot",
        "-XX:AOTMode=off",
        "-XX:ArchiveClassesAtExit=mine.jsa",
        "-XX:-UseSharedSpaces",
        "-javaagent:agent.jar",
        "-Xbootclasspath/a:more.jar",
        "--patch-module=java.base=patch"
      })
  void flagOfTheUserAboutArchivesWins(String flag) {
    assertFalse(with("-Xmx64m", flag).leavesArchivesToUs());
  }

  @Test
  void otherFlagsLeaveArchivesToUs() {
    assertTrue(with("-Xmx64m", "-XX:+UseG1GC", "-Dsome=-Xshare:off").leavesArchivesToUs());
  }

  @Test
  void heapAndPropertiesMakeNoOtherArchive() {
    assertEquals(
        List.of("-XX:+UseG1GC", "--add-opens=java.base/java.lang=ALL-UNNAMED"),
        with(
                "-XX:MaxRAMPercentage=6.00",
                "-Xmx64m",
                "-Dsome=thing",
                "-XX:+UseG1GC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED")
            .flagsThatCount());
  }

  @Test
  void rehearsalDoesNotWriteTheWorkersLog() {
    assertEquals(List.of("-Xmx64m"), with("-Xmx64m", "-Xlog:gc:gc.log").flagsForTraining());
  }
}
