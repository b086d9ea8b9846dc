package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, exit code 0",
    "3, 3, exit code 3",
    "128, 128, exit code 128",
    "129, -1, signal 1 (SIGHUP)",
    "137, -9, signal 9 (SIGKILL)",
    "139, -11, signal 11 (SIGSEGV)",
    "143, -15, signal 15 (SIGTERM)",
    "159, -31, signal 31",
    "160, 160, exit code 160",
    "255, 255, exit code 255"
  })
  void exitValueOfAProcessIsACodeOrASignal(int exitValue, int exitCode, String text) {
    ExitStatus status = ExitStatus.ofExitValue(exitValue);
    assertEquals(OptionalInt.of(exitCode), status.exitCode());
    assertEquals(text, status.toString());
  }

  @Test
  void lostStatusHasNoNumber() {
    assertEquals(OptionalInt.empty(), new ExitStatus.Lost().exitCode());
    assertEquals("unknown exit status", new ExitStatus.Lost().toString());
  }
}
