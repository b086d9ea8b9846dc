package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM that runs from an AOT cache (JEP 483, 514), as fork servers do, has a thread more. */
class AotCacheTest {
  private static final int TRAINS_FROM = 25;

  @TempDir private Path directory;

  static Stream<Jvm> plain() {
    return JavaHomes.plain();
  }

  /** In the JVM with the cache: forks, and says what threads there were. */
  static final class ForkingProgram {
    private ForkingProgram() {}

    public static void main(String[] args) throws Exception {
      if (args.length > 0) {
        int pid = Forker.fork(new ForkRequest(System::gc, ForkOptions.isolated())).pid();
        int[] status = new int[1];
        Native.get().waitpid(pid, status, 0);
        System.out.println(OsThreads.names());
        System.out.println("the child ended with " + status[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void aJvmWithAnAotCacheCanBeForked(Jvm jvm) throws Exception {
    assumeTrue(JavaHomes.feature(jvm.home()) >= TRAINS_FROM, "no such threads");
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    Path jar = jarOf(ForkingProgram.class);
    Path configuration = directory.resolve("configuration");
    Path cache = directory.resolve("cache");
    String name = ForkingProgram.class.getName();
    run(jvm, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration, "-cp", "" + jar, name);
    run(
        jvm,
        "-XX:AOTMode=create",
        "-XX:AOTConfiguration=" + configuration,
        "-XX:AOTCache=" + cache,
        "-cp",
        "" + jar);

    String output =
        run(
            jvm,
            "-XX:AOTCache=" + cache,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            jar + ":" + System.getProperty("java.class.path"),
            name,
            "fork");

    assertTrue(output.contains("Training replay"), output);
    assertTrue(output.contains("the child ended with 0"), output);
  }

  /** An AOT cache takes classes from jars only, and serves class paths that begin with those. */
  private Path jarOf(Class<?> type) throws IOException {
    Path jar = directory.resolve("first.jar");
    String entry = type.getName().replace('.', '/') + ".class";
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }

  private String run(Jvm jvm, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jvm.home().resolve("bin/java").toString()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "timed out: " + Files.readString(output));
    assertEquals(0, process.exitValue(), Files.readString(output));
    return Files.readString(output);
  }
}
