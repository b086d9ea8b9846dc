package io.forkpool.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import org.junit.jupiter.api.Test;

/** The default start method is one for the whole process, so it is set in a JVM of its own. */
class DefaultStartMethodTest {

  @Test
  void defaultIsSetOnce() throws Exception {
    TestJvm end = TestJvm.run(TestJvm.Setting.PLAIN, Program.class);
    assertEquals(0, end.exitValue(), end.errors());
    String[] lines = end.output().split("\\R");
    assertEquals("before: spawn", lines[0]);
    assertTrue(lines[1].startsWith("unavailable: fork is unavailable"), lines[1]);
    assertTrue(lines[1].contains("usable here: [spawn]"), lines[1]);
    assertEquals("set: spawn", lines[2]);
    assertTrue(lines[3].startsWith("again: the default start method was set before"), lines[3]);
    assertTrue(lines[3].contains("Context.of(spawn)"), lines[3]);
    assertEquals("after: spawn", lines[4]);
    assertEquals("context: spawn", lines[5]);
  }

  /** Sets the default, and tries to set it again. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println("before: " + StartMethod.getDefault());
      try {
        StartMethod.setDefault(StartMethod.FORK);
      } catch (StartMethodUnavailableException e) {
        System.out.println("unavailable: " + e.getMessage());
      }
      StartMethod.setDefault(StartMethod.SPAWN);
      System.out.println("set: " + StartMethod.getDefault());
      try {
        StartMethod.setDefault(StartMethod.SPAWN);
      } catch (IllegalStateException e) {
        System.out.println("again: " + e.getMessage());
      }
      System.out.println("after: " + StartMethod.getDefault());
      System.out.println("context: " + Context.ofDefault().startMethod());
    }
  }
}
