package io.forkpool.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that spawn, from jars, with a cache of their own: archives as they are made, used,
 * damaged, and fought for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveUseTest {
  private static final String SUFFIX = ArchiveKind.ofThisJdk().suffix();
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir private static Path base;

  private String classPath;

  /** A cache with the archive of {@link CachedPool}, which tests copy. */
  private Path filled;

  /** What a program has written to stdout and stderr. */
  private record Ran(int exitCode, List<String> lines) {
    String archive() {
      return lines.get(1).substring("archive ".length());
    }
  }

  @BeforeAll
  void makeJarsAndAnArchive() throws Exception {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        path = jar(path, base.resolve("classes" + jars.size() + ".jar"));
      }
      jars.add(path.toString());
    }
    classPath = String.join(File.pathSeparator, jars);
    filled = base.resolve("filled");
    Ran ran = run(filled, SUFFIX);
    assertEquals(List.of("result 42", "archive none"), ran.lines);
    archiveIn(filled); // made while the program ran
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return jar;
  }

  private Process start(Path cache, Path output, List<String> flags, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dforkpool.cache=" + cache);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, CachedPool.class.getName()));
    command.addAll(Arrays.asList(args));
    return new ProcessBuilder(command)
        .directory(base.toFile()) // for the report of a crash
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private Ran run(Path cache, String... args) throws Exception {
    return run(cache, List.of(), args);
  }

  private Ran run(Path cache, List<String> flags, String... args) throws Exception {
    Path output = Files.createTempFile(base, "output", "");
    Process process = start(cache, output, flags, args);
    boolean ended = process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertTrue(ended, () -> "it does not end: " + text);
    return new Ran(process.waitFor(), text.lines().toList());
  }

  private static List<String> filesIn(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path archiveIn(Path cache) throws IOException {
    List<String> archives = filesIn(cache).stream().filter(name -> name.endsWith(SUFFIX)).toList();
    assertEquals(1, archives.size(), () -> "archives: " + archives);
    return cache.resolve(archives.get(0));
  }

  /** A cache whose archive has this content. */
  private Path cacheWith(String name, byte[] archive) throws IOException {
    Path cache = base.resolve(name);
    Files.createDirectory(
        cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(cache.resolve(archiveIn(filled).getFileName()), archive);
    return cache;
  }

  private byte[] good() throws IOException {
    return Files.readAllBytes(archiveIn(filled));
  }

  /** Whether a process mentions a file in the cache, or at least a jar of this test. */
  private static boolean someoneIsAtWork(Object place) {
    return atWork(place).findAny().isPresent();
  }

  private static Stream<ProcessHandle> atWork(Object place) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().map(line -> line.contains(place + "/")).orElse(false));
  }

  @Test
  void nextProgramUsesTheArchive() throws Exception {
    Ran ran = run(cacheWith("good", good()), List.of("-Xlog:class+load:stdout"));
    assertEquals(0, ran.exitCode);
    long shared =
        ran.lines.stream()
            .filter(line -> line.contains("io.forkpool.core.child.WorkerLoop source"))
            .filter(line -> line.contains("shared objects file"))
            .count();
    assertEquals(1, shared, "the worker's loop comes from the archive");
  }

  @Test
  void programSaysNothingOfIt() throws Exception {
    Path cache = cacheWith("silent", good());
    Ran ran = run(cache);
    assertEquals(2, ran.lines.size(), ran.lines::toString);
    assertTrue(ran.archive().endsWith(archiveIn(cache).toString()), ran.archive());
  }

  @Test
  void truncatedArchiveIsDeleted() throws Exception {
    Path cache = cacheWith("truncated", Arrays.copyOf(good(), good().length / 3));
    Path archive = archiveIn(cache);
    assertEquals(List.of("result 42", "archive none"), run(cache).lines);
    assertTrue(Files.notExists(archive) || ArchiveOrder.isWhole(archive), "or made anew meanwhile");
  }

  @Test
  void archiveThatHotSpotRefusesIsIgnored() throws Exception {
    Ran ran = run(cacheWith("zeros", new byte[good().length]));
    assertEquals(2, ran.lines.size(), ran.lines::toString);
    assertEquals("result 42", ran.lines.get(0), ran.lines::toString);
  }

  @Test
  void archiveThatCrashesWorkersIsDeletedAndThePoolGoesOn() throws Exception {
    byte[] damaged = good();
    for (int i = damaged.length / 8; i < damaged.length * 7 / 8; i++) {
      damaged[i] ^= 0x5a;
    }
    Path cache = cacheWith("damaged", damaged);
    Ran ran = run(cache);
    assertEquals(0, ran.exitCode, ran.lines::toString);
    assertTrue(ran.lines.contains("result 42"), ran.lines::toString);
    boolean crashed = ran.lines.stream().anyMatch(line -> line.contains("has crashed"));
    List<String> left = filesIn(cache);
    assertEquals(1, left.size(), left::toString);
    assertEquals(crashed, left.get(0).endsWith(".failed"), () -> left + ", " + ran.lines);
  }

  @Test
  void cacheThatIsOffIsNotTouched() throws Exception {
    Ran ran = run(Path.of("off"));
    assertEquals(List.of("result 42", "archive none"), ran.lines);
    assertFalse(Files.exists(base.resolve("off")));
  }

  @Test
  void cacheThatCannotBeMadeIsDoneWithout() throws Exception {
    Path file = Files.createTempFile(base, "file", "");
    assertEquals(List.of("result 42", "archive none"), run(file.resolve("below")).lines);
  }

  @Test
  void twoProgramsMakeOneArchive() throws Exception {
    Path cache = base.resolve("shared");
    List<Process> programs = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      programs.add(start(cache, base.resolve(name + ".output"), List.of(), SUFFIX));
    }
    for (Process program : programs) {
      assertTrue(program.waitFor(LONG.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, program.exitValue());
    }
    Awaitility.await().atMost(LONG).until(() -> !someoneIsAtWork(base));
    archiveIn(cache);
    assertTrue(filesIn(cache).stream().noneMatch(name -> name.endsWith(".tmp")));
  }

  @Test
  void killedProgramTakesItsMakerWithIt() throws Exception {
    Path cache = null;
    boolean stopped = false;
    for (int attempt = 1; !stopped; attempt++) {
      assertTrue(attempt <= 5, "makers are always quicker than this test");
      cache = base.resolve("killed-" + attempt);
      Process program = start(cache, base.resolve(attempt + ".output"), List.of(), "never");
      stopped = stopMaking(cache);
      program.destroyForcibly().waitFor();
    }
    Path left = cache;
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !someoneIsAtWork(base));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> filesIn(left).stream().noneMatch(name -> name.endsWith(".tmp")));
    assertEquals(List.of(), archives(left), "the maker went on to the end");
  }

  private static List<String> archives(Path cache) throws IOException {
    return Files.notExists(cache)
        ? List.of()
        : filesIn(cache).stream().filter(name -> name.matches(".*\\.(jsa|aot)")).toList();
  }

  /** Stops the JVM that makes an archive; returns false if it has made it before. */
  private static boolean stopMaking(Path cache) {
    AtomicBoolean stopped = new AtomicBoolean();
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              stopped.set(stopWhoIsAtWork(cache));
              return stopped.get() || !archives(cache).isEmpty();
            });
    return stopped.get();
  }

  private static boolean stopWhoIsAtWork(Path cache) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-STOP"));
    atWork(cache).map(process -> Long.toString(process.pid())).forEach(command::add);
    return command.size() > 2 && new ProcessBuilder(command).start().waitFor() == 0;
  }
}
