package io.forkpool.bench.peers;

import java.util.zip.Deflater;

/**
 * Computation that both languages leave to the same C library, so that pools are compared and not
 * languages: {@code zlib} at level 6 over letters that a small generator makes.
 */
final class ZlibWork {
  private static final int LEVEL = 6;

  private static byte[] content = new byte[0];

  private ZlibWork() {}

  /** Compresses so many letters, others for each task; returns how many bytes come out. */
  static int compressedLength(long task, int length) {
    byte[] letters = letters(2 * length);
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(letters, (int) (task % length), length);
      deflater.finish();
      byte[] packed = new byte[length + 1024];
      int total = 0;
      while (!deflater.finished()) {
        total += deflater.deflate(packed);
      }
      return total;
    } finally {
      deflater.end();
    }
  }

  /** Made once in each process. */
  private static synchronized byte[] letters(int length) {
    if (content.length != length) {
      content = new byte[length];
      int x = 1;
      for (int i = 0; i < length; i++) {
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF;
        content[i] = (byte) (97 + (x >> 16) % 16);
      }
    }
    return content;
  }
}
