package io.forkpool.bench.peers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Programs in other languages that travel in this jar. */
final class Programs {
  private Programs() {}

  /** Writes a program into a directory; returns where it is. */
  static Path write(String name, Path directory) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream source = Programs.class.getResourceAsStream(name)) {
      if (source == null) {
        throw new FileNotFoundException("this jar lacks " + name);
      }
      Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
