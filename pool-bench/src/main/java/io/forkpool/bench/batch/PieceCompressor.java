package io.forkpool.bench.batch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** The work of the batch: one function from a piece to its result, the same for every way. */
final class PieceCompressor {
  private static final int OUTPUT_BUFFER = 1 << 16;

  private PieceCompressor() {}

  /**
   * Compresses a piece and hashes what comes out.
   *
   * @throws IOException if the file cannot be read any more; the message names it
   */
  static PieceResult compress(Piece piece) throws IOException {
    byte[] content = read(piece);
    byte[] buffer = new byte[OUTPUT_BUFFER];
    MessageDigest sha256 = sha256();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(content);
      deflater.finish();
      while (!deflater.finished()) {
        sha256.update(buffer, 0, deflater.deflate(buffer));
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      return new PieceResult(piece.path(), content.length, deflater.getBytesWritten(), digest);
    } finally {
      deflater.end();
    }
  }

  /** Reads a piece; throws as {@link #compress} does. */
  static byte[] read(Piece piece) throws IOException {
    byte[] content = new byte[piece.length()];
    try (RandomAccessFile file = new RandomAccessFile(piece.path(), "r")) {
      file.seek(piece.offset());
      file.readFully(content);
      return content;
    } catch (IOException failure) {
      boolean there = Files.exists(Path.of(piece.path()));
      String reason = there ? "it cannot be read or was cut short" : "it has vanished";
      throw new IOException(
          "the file changed while the batch ran: " + piece + ": " + reason, failure);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
