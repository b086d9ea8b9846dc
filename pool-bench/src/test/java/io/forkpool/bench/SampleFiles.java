package io.forkpool.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A few files of the kinds that matter, and what the batch must make of them, computed otherwise.
 */
final class SampleFiles {
  static final int MIB = 1 << 20;

  private SampleFiles() {}

  /**
   * Writes 5 files, 6 pieces: one empty, one of several pieces, two in a directory of their own.
   */
  static void writeTo(Path root) throws IOException {
    Random random = new Random(7);
    Files.createDirectories(root.resolve("sub"));
    Files.write(root.resolve("empty"), new byte[0]);
    Files.write(root.resolve("text.txt"), letters(random, 400_000));
    Files.write(root.resolve("large.bin"), bytes(random, MIB + 123_456));
    Files.write(root.resolve("sub/a.bin"), bytes(random, 300_000));
    Files.write(root.resolve("sub/b c.bin"), bytes(random, 1));
  }

  /** Half random, half repeated, so that there is something to compress. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 0, length / 2, (byte) 42);
    return bytes;
  }

  /** Two letters, so thousands of matches to choose from: even levels 8 and 9 differ here. */
  private static byte[] letters(Random random, int length) {
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) ('a' + random.nextInt(2));
    }
    return letters;
  }

  /** The combined digest, by streams instead of the batch's own code. */
  static String expectedDigest(Path root) throws IOException, NoSuchAlgorithmException {
    MessageDigest combined = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> paths = Files.walk(root.toRealPath())) {
      List<String> files = paths.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
      for (String file : files) {
        byte[] content = Files.readAllBytes(Path.of(file));
        int offset = 0;
        do {
          int end = Math.min(content.length, offset + MIB);
          byte[] packed = deflate(Arrays.copyOfRange(content, offset, end));
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(packed);
          String line =
              (end - offset) + " " + packed.length + " " + HexFormat.of().formatHex(hash) + "\n";
          combined.update(line.getBytes(StandardCharsets.US_ASCII));
          offset = end;
        } while (offset < content.length);
      }
    }
    return HexFormat.of().formatHex(combined.digest());
  }

  private static byte[] deflate(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(9);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(content);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }
}
