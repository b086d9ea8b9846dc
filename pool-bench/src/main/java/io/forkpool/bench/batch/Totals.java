package io.forkpool.bench.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * All results in one.
 *
 * @param inBytes the length of all pieces
 * @param outBytes their compressed length
 * @param digest the SHA-256 over one line {@code inBytes outBytes digest} for each result, in order
 */
record Totals(long inBytes, long outBytes, String digest) {

  static Totals of(List<PieceResult> results) {
    MessageDigest sha256 = PieceCompressor.sha256();
    long in = 0;
    long out = 0;
    for (PieceResult result : results) {
      in += result.inBytes();
      out += result.outBytes();
      String line = result.inBytes() + " " + result.outBytes() + " " + result.digest() + "\n";
      sha256.update(line.getBytes(StandardCharsets.US_ASCII));
    }
    return new Totals(in, out, HexFormat.of().formatHex(sha256.digest()));
  }
}
