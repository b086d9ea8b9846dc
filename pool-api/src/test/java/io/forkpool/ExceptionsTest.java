package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What exceptions carry, also through a pool within a pool: they are serialized on the way. */
class ExceptionsTest {

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void lostWorkerKeepsItsLastWords() throws Exception {
    List<String> lines = new ArrayList<>(List.of("one", "two"));
    WorkerLostException lost =
        new WorkerLostException("gone", 4711, new ExitStatus.Signaled(9), lines);
    lines.clear();
    WorkerLostException copy = copy(lost);
    assertEquals("gone", copy.getMessage());
    assertEquals(4711, copy.pid());
    assertEquals(new ExitStatus.Signaled(9), copy.exitStatus());
    assertEquals(List.of("one", "two"), copy.lastErrorLines());
  }

  @Test
  void timeoutKeepsItsLimit() throws Exception {
    assertEquals(
        Duration.ofSeconds(3), copy(new TaskTimeoutException("", Duration.ofSeconds(3))).limit());
  }

  @Test
  void timeoutKeepsItsKindAndWhatTheTaskThrew() throws Exception {
    TaskTimeoutException copy =
        copy(
            new TaskTimeoutException(
                "late",
                TaskTimeoutException.Kind.SOFT,
                Duration.ofSeconds(3),
                new InterruptedException("here")));
    assertEquals(TaskTimeoutException.Kind.SOFT, copy.kind());
    assertEquals("here", copy.getCause().getMessage());
    assertEquals(
        TaskTimeoutException.Kind.HARD, new TaskTimeoutException("", Duration.ofDays(1)).kind());
  }

  @Test
  void failureSaysHowOftenTheTaskWasRun() throws Exception {
    TaskFailedException failure = new TaskFailedException("boom", null);
    assertEquals(1, failure.attempts());
    assertEquals("boom", failure.getMessage());
    failure.noteAttempts(3);
    TaskFailedException copy = copy(failure);
    assertEquals(3, copy.attempts());
    assertEquals("after 3 attempts: boom", copy.getMessage());
    assertThrows(IllegalArgumentException.class, () -> failure.noteAttempts(0));
  }

  @Test
  void refusalKeepsClassAndPath() throws Exception {
    TaskSerializationException copy =
        copy(new TaskSerializationException("no", "java.net.Socket", "Held.socket", null));
    assertEquals("java.net.Socket", copy.className());
    assertEquals("Held.socket", copy.fieldPath());
  }

  @Test
  void standInSaysWhatTheOriginalWas() throws Exception {
    RemoteTaskException copy = copy(new RemoteTaskException("a.B", "m", "a.B: m\n\tat ..."));
    assertEquals("a.B: m", copy.getMessage());
    assertEquals("a.B", copy.className());
    assertEquals("a.B: m\n\tat ...", copy.remoteStackTrace());
    assertEquals("a.B", new RemoteTaskException("a.B", null, "").getMessage());
    assertThrows(NullPointerException.class, () -> new RemoteTaskException(null, "m", ""));
  }
}
