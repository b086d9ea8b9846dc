package io.forkpool.bench.batch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the regular files below a directory and cuts them into pieces. Symbolic links are not
 * followed, so that no file counts twice.
 *
 * <p>The limit is spent on the smallest files first: nearly all files are covered, and only the
 * largest are cut. The same files give the same pieces in the same order.
 */
final class PieceScanner extends SimpleFileVisitor<Path> {
  /** Even tasks of some 100 ms, whatever the sizes of the files. */
  static final int PIECE_BYTES = 1 << 20;

  private record Found(Path path, long size) {}

  private final List<Found> found = new ArrayList<>();
  private int unreadable;

  private PieceScanner() {}

  /**
   * Looks for files.
   *
   * @throws BatchFailure if there is no such directory, or no file to read in it
   */
  static Scan scan(Path directory, long limit) throws BatchFailure {
    if (!Files.exists(directory)) {
      throw BatchFailure.badInput("there is no directory " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw BatchFailure.badInput("not a directory: " + directory);
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      throw BatchFailure.badInput("the directory may not be read: " + directory);
    }
    PieceScanner scanner = new PieceScanner();
    Path root;
    try {
      root = directory.toRealPath();
      Files.walkFileTree(root, scanner);
    } catch (IOException failure) {
      throw BatchFailure.badInput("cannot read the directory " + directory + ": " + failure);
    }
    if (scanner.found.isEmpty()) {
      throw BatchFailure.badInput(
          "no readable file below %s (%d unreadable)".formatted(directory, scanner.unreadable));
    }
    return scanner.spend(root, limit);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      // By java.io, as the worker will: a name that cannot be had back from its string is no use.
      if (file.toFile().canRead()) {
        found.add(new Found(file, attributes.size()));
      } else {
        unreadable++;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    unreadable++;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
    if (failure != null) {
      unreadable++;
    }
    return FileVisitResult.CONTINUE;
  }

  private Scan spend(Path root, long limit) {
    found.sort(Comparator.comparingLong(Found::size).thenComparing(Found::path));
    Map<String, Long> covered = new TreeMap<>();
    long left = limit;
    int cut = 0;
    for (Found file : found) {
      long taken = Math.min(file.size(), left);
      if (taken == 0 && file.size() > 0) {
        continue;
      }
      covered.put(file.path().toString(), taken);
      left -= taken;
      cut += taken < file.size() ? 1 : 0;
    }
    List<Piece> pieces = new ArrayList<>();
    covered.forEach((path, length) -> addPieces(pieces, path, length));
    int files = covered.size();
    return new Scan(root, List.copyOf(pieces), files, cut, found.size() - files, unreadable);
  }

  private static void addPieces(List<Piece> pieces, String path, long length) {
    long offset = 0;
    do {
      int taken = (int) Math.min(PIECE_BYTES, length - offset);
      pieces.add(new Piece(path, offset, taken));
      offset += taken;
    } while (offset < length);
  }
}
