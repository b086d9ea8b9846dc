package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The C part calls JNI as it is to be called: the JVM looks on, at all of the checks. */
class JniTest {
  static Stream<Jvm> jvms() {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void theJvmHasNothingToSayAboutTheNatives(Jvm jvm) {
    CheckRun run = CheckRun.of(jvm, "-Xcheck:jni");
    CheckProgram.all().forEach(run::assertHolds);
    assertTrue(run.output().contains("hook in the parent"), run.output());
    assertEquals(List.of(), JniWarnings.ownIn(run.output()), run.output());
  }

  @Test
  void warningsAreTold() {
    String text =
        """
        WARNING in native method: JNI call made without checking exceptions
        \tat com.sun.jna.Native.load(Native Method)
        \tat io.forkpool.posix.JnaNative.bind(JnaNative.java:1)
        WARNING in native method: JNI call made without checking exceptions
        \tat io.forkpool.posix.JnaNative$Libc.getpid(Native Method)
        WARNING in native method: JNI call made without checking exceptions
        \tat io.forkpool.posix.Vm.fork(Native Method)
        WARNING: JNI local refs: 33, exceeds capacity: 32
        \tat io.forkpool.posix.JnaNative$Part.forkpool_bind(Native Method)
        """;
    assertEquals(2, JniWarnings.ownIn(text).size());
  }
}
