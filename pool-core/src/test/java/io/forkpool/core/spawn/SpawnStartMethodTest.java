package io.forkpool.core.spawn;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.core.TestJvm;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Fresh JVMs, without a pool. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SpawnStartMethodTest {
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-Xmx32m");

  private final SpawnStartMethod spawn = new SpawnStartMethod();

  @TempDir Path directory;

  private static ChildRequest request(ChildEntry entry) {
    return new ChildRequest(
        "child", entry, Optional.empty(), QUICK, Map.of(), 1, HeldLockPolicy.WARN);
  }

  private static ChildEntry.Named named(Class<? extends ChildProgram> program, Object argument) {
    return new ChildEntry.Named(
        program.getName(), argument.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ExitStatus end(ChildHandle child) throws Exception {
    try {
      return child.onExit().get(30, TimeUnit.SECONDS);
    } finally {
      child.kill();
    }
  }

  /** Whoever reads its stderr may be later than whoever learns of its end. */
  private static List<String> lastWords(ChildHandle child, Predicate<List<String>> complete) {
    return await("its last words")
        .atMost(30, TimeUnit.SECONDS)
        .until(child::lastErrorLines, complete);
  }

  private static void write(byte[] file, String text) throws IOException {
    Path path = Path.of(new String(file, StandardCharsets.UTF_8));
    Files.writeString(path.resolveSibling("half"), text);
    Files.move(path.resolveSibling("half"), path); // whole as soon as it is there
  }

  /** Writes down what it was started with, and waits to be killed. */
  public static final class Writing implements ChildProgram {
    @Override
    public void run(byte[] file) throws Exception {
      write(
          file,
          System.getProperty("added", "none") + " " + System.getenv() + " " + System.in.read());
      Thread.sleep(60_000);
    }
  }

  @Test
  void childRunsItsProgramWithItsArgumentAndAnEmptyStdin() throws Exception {
    Path file = directory.resolve("written");
    ChildRequest request =
        new ChildRequest(
            "child",
            named(Writing.class, file),
            Optional.empty(),
            List.of("-Dadded=here"),
            Map.of("ADDED", "there"),
            1,
            HeldLockPolicy.WARN);
    ChildHandle child = spawn.start(request);
    try {
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(file));
      String text = Files.readString(file);
      assertTrue(text.startsWith("here "), text);
      assertTrue(text.contains("ADDED=there"), text);
      assertTrue(text.endsWith(" -1"), text);
      assertTrue(ProcessHandle.of(child.pid()).orElseThrow().isAlive());
    } finally {
      child.kill();
    }
    assertEquals(new ExitStatus.Signaled(9), end(child));
  }

  @Test
  void argumentIsNotOnTheCommandLineAndNotInTheEnvironment() throws Exception {
    Path process = Path.of("/proc/self/cmdline");
    assumeTrue(Files.isReadable(process), "shown by Linux");
    String secret = directory.resolve("the-secret").toString();
    ChildHandle child = spawn.start(request(named(Writing.class, secret)));
    try {
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(Path.of(secret)));
      Path shown = Path.of("/proc/" + child.pid());
      assertTrue(Files.readString(shown.resolve("cmdline")).contains("ChildMain"));
      assertFalse(Files.readString(shown.resolve("cmdline")).contains("the-secret"));
      assertFalse(Files.readString(shown.resolve("environ")).contains("the-secret"));
    } finally {
      child.kill();
    }
  }

  /** Exits with its argument, through the front door or not. */
  public static final class Exiting implements ChildProgram {
    @Override
    public void run(byte[] code) {
      System.err.println("last words");
      System.exit(Integer.parseInt(new String(code, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void exitCodeAndLastWordsAreTold() throws Exception {
    ChildHandle child = spawn.start(request(named(Exiting.class, 7)));
    assertEquals(new ExitStatus.Exited(7), end(child));
    assertEquals(List.of("last words"), lastWords(child, words -> !words.isEmpty()));
  }

  /** Speaks, and speaks again when there is a file; then waits to be killed. */
  public static final class Speaking implements ChildProgram {
    @Override
    public void run(byte[] file) throws Exception {
      System.err.println("first words");
      Path go = Path.of(new String(file, StandardCharsets.UTF_8));
      while (Files.notExists(go)) {
        Thread.sleep(10);
      }
      System.err.println("last words");
      write((go + "-done").getBytes(StandardCharsets.UTF_8), "");
      Thread.sleep(60_000);
    }
  }

  @Test
  void lastWordsThatNobodyHasReadYetOutliveAKill() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    PrintStream before = System.err;
    System.setErr(slow(before, busy, free));
    Path go = directory.resolve("go");
    ChildHandle child = spawn.start(request(named(Speaking.class, go)));
    try {
      assertTrue(busy.await(30, TimeUnit.SECONDS), "nothing is passed on");
      Files.createFile(go);
      await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(Path.of(go + "-done")));
      child.kill();
      assertEquals(new ExitStatus.Signaled(9), end(child)); // is killed a second time
    } finally {
      child.kill();
      free.countDown();
      System.setErr(before);
    }
    assertEquals(
        List.of("first words", "last words"), lastWords(child, words -> words.size() == 2));
  }

  /** Holds up whoever passes the first words on. */
  private static PrintStream slow(PrintStream target, CountDownLatch busy, CountDownLatch free) {
    return new PrintStream(target, true) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        if (new String(bytes, offset, length, StandardCharsets.UTF_8).contains("first words")) {
          busy.countDown();
          try {
            free.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        super.write(bytes, offset, length);
      }
    };
  }

  /** Throws. */
  public static final class Throwing implements ChildProgram {
    @Override
    public void run(byte[] argument) {
      throw new IllegalStateException("cannot go on");
    }
  }

  @Test
  void programThatThrowsEndsWithOneAndItsStack() throws Exception {
    ChildHandle child = spawn.start(request(named(Throwing.class, "")));
    assertEquals(new ExitStatus.Exited(1), end(child));
    assertEquals(
        "Exception in thread \"main\" java.lang.IllegalStateException: cannot go on",
        lastWords(child, words -> !words.isEmpty()).get(0));
  }

  /** Does nothing. */
  public static final class Returning implements ChildProgram {
    @Override
    public void run(byte[] argument) {}
  }

  @Test
  void programThatReturnsEndsWithZero() throws Exception {
    assertEquals(new ExitStatus.Exited(0), end(spawn.start(request(named(Returning.class, "")))));
  }

  @Test
  void jvmThatDoesNotStartSaysWhy() throws Exception {
    ChildRequest request =
        new ChildRequest(
            "child",
            named(Returning.class, ""),
            Optional.empty(),
            List.of("-XX:NoSuchFlag=1"),
            Map.of(),
            1,
            HeldLockPolicy.WARN);
    ChildHandle child = spawn.start(request);
    assertEquals(new ExitStatus.Exited(1), end(child));
    lastWords(child, words -> words.toString().contains("NoSuchFlag"));
  }

  @Test
  void largeArgumentTravels() throws Exception {
    Path file = directory.resolve("length");
    byte[] large = new byte[3_000_000];
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    System.arraycopy(name, 0, large, 0, name.length);
    ChildHandle child =
        spawn.start(request(new ChildEntry.Named(Measuring.class.getName(), large)));
    assertEquals(new ExitStatus.Exited(0), end(child));
    assertEquals("3000000", Files.readString(file));
  }

  /** Writes down how long its argument is, to the file that it begins with. */
  public static final class Measuring implements ChildProgram {
    @Override
    public void run(byte[] argument) throws Exception {
      String file = new String(argument, 0, 1000, StandardCharsets.UTF_8);
      Files.writeString(
          Path.of(file.substring(0, file.indexOf('\0'))), Integer.toString(argument.length));
    }
  }

  @Test
  void preloadRunsFirst() throws Exception {
    Path file = directory.resolve("preloaded");
    ChildRequest request =
        new ChildRequest(
            "child",
            named(Looking.class, file),
            Optional.of(named(Touching.class, file)),
            QUICK,
            Map.of(),
            1,
            HeldLockPolicy.WARN);
    assertEquals(new ExitStatus.Exited(0), end(spawn.start(request)));
  }

  /** Makes a file. */
  public static final class Touching implements ChildProgram {
    @Override
    public void run(byte[] file) throws Exception {
      write(file, "");
    }
  }

  /** Throws if there is no such file. */
  public static final class Looking implements ChildProgram {
    @Override
    public void run(byte[] file) throws Exception {
      Files.readString(Path.of(new String(file, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void programInMemoryIsRefused() {
    ChildRequest request = request(new ChildEntry.Live(argument -> {}));
    assertThrows(IllegalArgumentException.class, () -> spawn.start(request));
  }

  /** The flags of those variables are among this JVM's own: a child must not take them twice. */
  @Test
  void variablesThatHoldFlagsAreNotInherited() throws Exception {
    Path file = directory.resolve("environment");
    TestJvm end =
        TestJvm.run(
            TestJvm.Setting.PLAIN.withEnvironment(
                Map.of(
                    "JAVA_TOOL_OPTIONS", "-Dadded=by-variable -Xms8m",
                    "JDK_JAVA_OPTIONS", "-Dother=1",
                    "ORDINARY", "kept")),
            Starter.class,
            file.toString());
    assertEquals(0, end.exitValue(), end.errors());
    String text = Files.readString(file);
    assertTrue(text.startsWith("by-variable "), text);
    assertTrue(text.contains("ORDINARY=kept"), text);
    assertFalse(text.contains("JAVA_TOOL_OPTIONS"), text);
    assertFalse(text.contains("JDK_JAVA_OPTIONS"), text);
    assertEquals(1, end.errors().split("Picked up JAVA_TOOL_OPTIONS", -1).length - 1, end.errors());
  }

  /** Has a child write its environment down. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] args) throws Exception {
      ChildHandle child = new SpawnStartMethod().start(request(named(Noting.class, args[0])));
      child.onExit().get(25, TimeUnit.SECONDS);
    }
  }

  /** Writes its environment down. */
  public static final class Noting implements ChildProgram {
    @Override
    public void run(byte[] file) throws Exception {
      write(file, System.getProperty("added") + " " + System.getenv());
    }
  }
}
