package io.forkpool.contract;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file into which each run of a task enters its number, whatever becomes of it and of its worker
 * afterwards: so a test knows how often each was run. An entry is appended by one write, which is
 * not torn by a kill and not lost with the process.
 */
record Ledger(String file) implements Serializable {

  static Ledger in(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(file);
    return new Ledger(file.toString());
  }

  void enter(int number) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
  }

  /** How often each number below a bound was entered. */
  int[] counts(int bound) throws IOException {
    int[] counts = new int[bound];
    ByteBuffer entries = ByteBuffer.wrap(Files.readAllBytes(Path.of(file)));
    while (entries.hasRemaining()) {
      counts[entries.getInt()]++;
    }
    return counts;
  }
}
