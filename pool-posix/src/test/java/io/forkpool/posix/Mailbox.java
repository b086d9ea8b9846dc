package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What the processes of one check tell each other: files in a directory of its own. */
final class Mailbox {
  private final Path directory;

  private Mailbox(Path directory) {
    this.directory = directory;
  }

  /** The mailbox of a check; empty at first. */
  static Mailbox of(Check check) throws IOException {
    return new Mailbox(Files.createDirectories(CheckProgram.directory().resolve(check.name())));
  }

  /** A path for a file of the check's own. */
  Path path(String name) {
    return directory.resolve(name);
  }

  void post(String name, Object text) throws IOException {
    Path draft = directory.resolve("draft-" + name + "-" + Posix.getpid());
    Files.writeString(draft, text.toString());
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  boolean has(String name) {
    return Files.exists(directory.resolve(name));
  }

  /** Waits for a letter, and reads it. */
  String await(String name) throws Exception {
    Wait.until("nobody has posted " + name, () -> has(name));
    return Files.readString(directory.resolve(name));
  }

  /** All letters whose names begin so. */
  List<String> all(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.startsWith(prefix))
          .toList();
    }
  }
}
