package io.forkpool.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Marks that tests and their tasks leave for one another: empty files in one directory. So a test
 * knows that a task has begun, and a task is busy until the test lets it go, whatever the machine's
 * speed.
 */
record Gate(String directory) implements Serializable {
  private static final Duration LIMIT = Duration.ofSeconds(50);

  static Gate in(Path directory) {
    return new Gate(directory.toString());
  }

  void mark(String name) {
    try {
      Files.write(Path.of(directory, name), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isMarked(String name) {
    return Files.exists(Path.of(directory, name));
  }

  /** What follows the prefix in the names of all marks that have it. */
  Set<String> marks(String prefix) {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .forEach(name -> names.add(name.substring(prefix.length())));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the parent: waits for a mark of a task. */
  void awaitMark(String name) {
    await(name).atMost(ContractBase.PROMPT).until(() -> isMarked(name));
  }

  /** In the parent: waits for as many marks, and gives what follows the prefix in their names. */
  Set<String> awaitMarks(String prefix, int count) {
    return await(prefix)
        .atMost(ContractBase.PROMPT)
        .until(() -> marks(prefix), names -> names.size() >= count);
  }

  /** In a worker: is busy until the mark is there, but never for ever. */
  void pass(String name) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isMarked(name)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nobody opened the gate " + name);
      }
      Thread.sleep(5);
    }
  }
}
