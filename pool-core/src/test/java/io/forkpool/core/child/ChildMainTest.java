package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.TestJvm;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildProgram;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildMainTest {
  private static final TestJvm.Setting QUICK =
      TestJvm.Setting.PLAIN.withFlags("-XX:TieredStopAtLevel=1", "-Xmx32m");

  @Test
  void whoStartsItByHandIsTold() throws Exception {
    byte[] typed = "hello?\n".getBytes(StandardCharsets.US_ASCII);
    TestJvm end = TestJvm.run(QUICK.withInput(typed), ChildMain.class);
    assertNotEquals(0, end.exitValue());
    assertTrue(end.errors().contains("started by forkpool, not by hand"), end.errors());
  }

  @Test
  void childWhoseParentDiesAtOnceEnds() throws Exception {
    assertNotEquals(0, TestJvm.run(QUICK, ChildMain.class).exitValue());
  }

  @Test
  void programsRunOneAfterTheOtherWithTheirArguments() throws Exception {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    ChildMain.instruct(List.of(named("first"), named(""), named("third \u00e9\n")), input);
    TestJvm end = TestJvm.run(QUICK.withInput(input.toByteArray()), ChildMain.class);
    assertEquals(0, end.exitValue(), end.errors());
    assertEquals("[first][][third \u00e9\n]", end.output());
  }

  private static ChildEntry.Named named(String argument) {
    return new ChildEntry.Named(
        Printing.class.getName(), argument.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints its argument. */
  public static final class Printing implements ChildProgram {
    @Override
    public void run(byte[] argument) {
      System.out.print('[');
      System.out.write(argument, 0, argument.length);
      System.out.print(']');
      System.out.flush();
    }
  }

  @Test
  void programThatDoesNotExistEndsTheChild() throws Exception {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    ChildMain.instruct(List.of(new ChildEntry.Named("no.such.Program", new byte[0])), input);
    TestJvm end = TestJvm.run(QUICK.withInput(input.toByteArray()), ChildMain.class);
    assertEquals(1, end.exitValue());
    assertTrue(end.errors().contains("no.such.Program"), end.errors());
  }
}
