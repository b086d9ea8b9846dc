package io.forkpool.core.child;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a process that is copied learns from what its copies were given. */
class ProcessProgramTest {
  private static byte[] argument(String home) {
    return ProcessProgram.argument(Self.SOMEBODY, "codec", home, new byte[] {1});
  }

  @Test
  void whatItForeseesIsLoadedAndNotInitialized() throws Exception {
    ProcessProgram program = new ProcessProgram();
    program.foresee(argument("java.lang.String")); // loads what this takes itself
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    long before = classes.getTotalLoadedClassCount();

    program.foresee(argument("io.forkpool.core.child.Unloaded"));

    assertTrue(classes.getTotalLoadedClassCount() > before, "nothing was loaded");
  }

  @Test
  void whatIsNotThereIsLookedForOnce() throws Exception {
    ProcessProgram program = new ProcessProgram();

    assertThrows(ClassNotFoundException.class, () -> program.foresee(argument("no.such.Class")));
    program.foresee(argument("no.such.Class"));
  }
}
