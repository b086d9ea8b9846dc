package io.forkpool.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Another user of this machine, {@code nobody}: what it can see. Only root can be somebody else.
 */
public final class OtherUser {
  private static final int NOBODY = 65534;

  private OtherUser() {}

  /**
   * What a command came to.
   *
   * @param status its exit code
   * @param output what it has said
   */
  public record Result(int status, String output) {}

  /** Skips the test where this user cannot run anything as another one. */
  public static void assumeThere() throws Exception {
    Path self = Path.of("/proc/self");
    assumeTrue(
        Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0),
        "only root on Linux can find out what another user sees");
    try {
      assumeTrue(run("test $(id -u) = " + NOBODY).status == 0, "nobody cannot run a shell");
    } catch (IOException e) {
      assumeTrue(false, "setpriv is not there");
    }
  }

  /**
   * Runs a shell command as that user.
   *
   * @param command the command
   * @return what it came to
   */
  public static Result run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "sh",
                "-c",
                command)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("does not end: " + command);
    }
    return new Result(process.exitValue(), output);
  }

  /**
   * Fails unless that user is denied what a command does.
   *
   * @param command the command
   */
  public static void assertDenied(String command) throws IOException, InterruptedException {
    Result result = run(command);
    if (result.status == 0 || !result.output.contains("Permission denied")) {
      throw new AssertionError("another user may: " + command + ": " + result);
    }
  }
}
