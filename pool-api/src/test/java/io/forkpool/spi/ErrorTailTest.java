package io.forkpool.spi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ErrorTailTest {
  private final java.io.ByteArrayOutputStream passedOn = new java.io.ByteArrayOutputStream();
  private PrintStream before;

  @BeforeEach
  void catchStderr() {
    before = System.err;
    System.setErr(new PrintStream(passedOn, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveStderrBack() {
    System.setErr(before);
  }

  private static List<String> linesOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ErrorTail.follow(new ByteArrayInputStream(bytes), "test").linesAtEnd();
  }

  @Test
  void linesAreKeptAndPassedOn() {
    assertEquals(List.of("one", "two", "", "four"), linesOf("one\r\ntwo\n\nfour"));
    assertEquals("one\r\ntwo\n\nfour", passedOn.toString(StandardCharsets.UTF_8));
  }

  @Test
  void nothingSaidIsNothing() {
    assertEquals(List.of(), linesOf(""));
  }

  @Test
  void onlyTheLastTwentyAreKept() {
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(1, 1000).forEach(i -> text.append("line ").append(i).append('\n'));
    List<String> lines = linesOf(text.toString());
    assertEquals(20, lines.size());
    assertEquals("line 981", lines.get(0));
    assertEquals("line 1000", lines.get(19));
  }

  @Test
  void longLinesAreCut() {
    List<String> lines = linesOf("x".repeat(100_000) + "\nend");
    assertEquals(List.of("x".repeat(500), "end"), lines);
  }

  @Test
  void anErrorStreamThatThrowsEndsNothing() {
    System.setErr(
        new PrintStream(passedOn) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            throw new IllegalStateException("not now");
          }
        });
    List<String> lines = linesOf("x".repeat(10_000) + "\nend");
    assertEquals("end", lines.get(1));
  }

  @Test
  void linesCanBeReadWhileTheChildLives() throws IOException {
    try (PipedInputStream in = new PipedInputStream();
        PipedOutputStream child = new PipedOutputStream(in)) {
      ErrorTail tail = ErrorTail.follow(in, "test");
      child.write("first\nsec".getBytes(StandardCharsets.UTF_8));
      child.flush();
      await().until(() -> tail.lines().equals(List.of("first", "sec")));
      child.write("ond\n".getBytes(StandardCharsets.UTF_8));
      child.flush();
      await().until(() -> tail.lines().equals(List.of("first", "second")));
    }
  }

  /** As one is that a busy machine keeps from its processor. */
  @Test
  void wordsThatAreReadLateAreAwaited() {
    InputStream late =
        new ByteArrayInputStream("last words\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] bytes) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            return super.read(bytes);
          }
        };
    assertEquals(List.of("last words"), ErrorTail.follow(late, "test").linesAtEnd());
  }

  @Test
  void streamThatADescendantKeepsOpenIsNotWaitedForForEver() throws IOException {
    try (PipedInputStream in = new PipedInputStream();
        PipedOutputStream child = new PipedOutputStream(in)) {
      ErrorTail tail = ErrorTail.follow(in, "test");
      child.write("still here\n".getBytes(StandardCharsets.UTF_8));
      child.flush();
      await().until(() -> !tail.lines().isEmpty());
      assertEquals(List.of("still here"), tail.linesAtEnd());
    }
  }
}
