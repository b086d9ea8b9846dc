package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final String HEAP = "c0000000-d0000000 rw-p 00000000 00:00 0";

  private static final Surroundings GOOD =
      new Surroundings(
          "Linux",
          "OpenJDK 64-Bit Server VM",
          List.of(HEAP),
          List.of("java", "VM Thread"),
          List.of("Seccomp:\t0"),
          true,
          List.of("java", "-XX:+UseG1GC", "-XX:+PrintFlagsFinal", "Main"));

  @Test
  void ordinaryJvmIsAvailable() {
    assertEquals(Optional.empty(), Refusal.of(GOOD));
    assertTrue(ForkAvailability.of(GOOD).isAvailable());
  }

  @Test
  void otherSystemsAreRefused() {
    assertRefused(Refusal.SYSTEM, with("Windows 10", GOOD.vm(), List.of(), List.of(), true));
  }

  @Test
  void otherJvmsAreRefused() {
    assertRefused(
        Refusal.VM, with("Linux", "Eclipse OpenJ9 VM", List.of(HEAP), GOOD.threads(), true));
  }

  @Test
  void missingNativePartIsNamed() {
    assertRefused(
        Refusal.NATIVE_PART, with("Linux", GOOD.vm(), GOOD.maps(), GOOD.threads(), false));
  }

  @Test
  void sharedMappingsOfTheHeapAreRefused() {
    assertRefused(
        Refusal.Z_COLLECTOR, mapping("4000-5000 rw-s 0 00:01 7 /memfd:java_heap (deleted)"));
    assertRefused(
        Refusal.SHARED_HEAP, mapping("4000-5000 rw-s 0 00:01 7 /tmp/jvmheap.ab12 (deleted)"));
    assertRefused(Refusal.SHARED_HEAP, mapping("4000-5000 rw-s 0 00:01 7 /SYSV00000000 (deleted)"));
    assertRefused(Refusal.HUGE_PAGES, mapping("4000-5000 rw-p 0 00:01 7 /anon_hugepage (deleted)"));
  }

  @Test
  void muslDebuggerAndRecordingAreRefused() {
    assertRefused(Refusal.C_LIBRARY, mapping("4000-5000 r-xp 0 00:01 7 /lib/ld-musl-x86_64.so.1"));
    assertRefused(Refusal.DEBUGGER, mapping("4000-5000 r-xp 0 00:01 7 /jdk/lib/libjdwp.so"));
    assertRefused(
        Refusal.FLIGHT_RECORDER,
        with("Linux", GOOD.vm(), GOOD.maps(), List.of("JFR Recorder Th"), true));
  }

  @Test
  void compilersThatPrintAreRefusedUnlessThatWasTakenBack() {
    Surroundings printing = flags("-XX:-PrintCompilation", "-XX:+PrintCompilation");
    assertRefused(Refusal.PRINTING_COMPILERS, printing);
    assertRefused(Refusal.PRINTING_COMPILERS, flags("-XX:+LogCompilation"));
    assertEquals(
        Optional.empty(), Refusal.of(flags("-XX:+PrintCompilation", "-XX:-PrintCompilation")));
  }

  private static Surroundings flags(String... flags) {
    return new Surroundings(
        GOOD.os(),
        GOOD.vm(),
        GOOD.maps(),
        GOOD.threads(),
        GOOD.status(),
        GOOD.nativePart(),
        List.of(flags));
  }

  private static Surroundings mapping(String line) {
    return with("Linux", GOOD.vm(), List.of(HEAP, line), GOOD.threads(), true);
  }

  private static Surroundings with(
      String os, String vm, List<String> maps, List<String> threads, boolean nativePart) {
    return new Surroundings(os, vm, maps, threads, GOOD.status(), nativePart, GOOD.flags());
  }

  private static void assertRefused(Refusal expected, Surroundings here) {
    assertEquals(Optional.of(expected), Refusal.of(here));
    assertEquals(Optional.of(expected.cause()), ForkAvailability.of(here).unavailabilityCause());
  }
}
