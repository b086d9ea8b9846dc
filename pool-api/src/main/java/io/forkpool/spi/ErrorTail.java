package io.forkpool.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Passes a child's stderr on to this JVM's and keeps its last lines, for {@link
 * ChildHandle#lastErrorLines}. Its thread is a daemon and ends with the stream. Thread-safe.
 */
public final class ErrorTail implements Runnable {
  private static final int MOST_LINES = 20;
  private static final int MOST_CHARACTERS = 500;

  /** A descendant of the child may keep the stream open: no longer than this is it waited for. */
  private static final long END_MILLIS = 250;

  /**
   * Last words are waited for longer, where a busy machine keeps who reads them from it; and not by
   * the clock, which goes on while this whole process is stopped.
   */
  private static final int LOOKS = 4;

  private final InputStream stream;
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private ErrorTail(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Begins to follow a stream.
   *
   * @param stream what the child's stderr writes to; closed at its end
   * @param name the child's name, for the thread
   * @return the tail of the stream
   */
  public static ErrorTail follow(InputStream stream, String name) {
    ErrorTail tail = new ErrorTail(stream);
    Thread thread = new Thread(null, tail, name + "-stderr", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    return tail;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[4096];
    try (stream) {
      int length;
      while ((length = stream.read(buffer)) > 0) {
        keep(new String(buffer, 0, length, Charset.defaultCharset()));
        passOn(buffer, length);
      }
    } catch (IOException e) {
      keep("(stderr was cut off: " + e.getMessage() + ")\n");
    } finally {
      end.complete(null);
    }
  }

  /** What {@link System#setErr} was given may throw; the child must be followed all the same. */
  private static void passOn(byte[] buffer, int length) {
    try {
      System.err.write(buffer, 0, length);
      System.err.flush();
    } catch (RuntimeException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "System.err has refused what a child wrote", e);
    }
  }

  private synchronized void keep(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        endLine();
      } else if (c != '\r' && line.length() < MOST_CHARACTERS) {
        line.append(c);
      }
    }
  }

  private void endLine() {
    if (lines.size() == MOST_LINES) {
      lines.remove();
    }
    lines.add(line.toString());
    line.setLength(0);
  }

  /**
   * Tells the last lines so far.
   *
   * @return the lines, oldest first, the last maybe unfinished; immutable
   */
  public synchronized List<String> lines() {
    Deque<String> all = new ArrayDeque<>(lines);
    if (line.length() > 0) {
      all.add(line.toString());
    }
    return List.copyOf(all);
  }

  /**
   * Tells the last lines of a child that has ended: waits, briefly, for those still under way.
   *
   * @return the lines, oldest first; immutable
   */
  public List<String> linesAtEnd() {
    try {
      boolean ended = false;
      for (int look = 0; look < LOOKS && !ended; look++) {
        ended = endsInAWhile();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return lines();
  }

  private boolean endsInAWhile() throws InterruptedException {
    try {
      end.get(END_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("it completes with nothing", e);
    }
  }

  /**
   * Tells when all that the child has written was passed on.
   *
   * @return a future that completes then, or after a while at the most: a descendant of the child
   *     may keep the stream open
   */
  public CompletableFuture<Void> awaitEnd() {
    return end.isDone()
        ? end
        : end.copy().completeOnTimeout(null, END_MILLIS, TimeUnit.MILLISECONDS);
  }
}
