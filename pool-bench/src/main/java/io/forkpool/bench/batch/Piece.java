package io.forkpool.bench.batch;

/**
 * One input of the batch: a stretch of a file. Carries no content, so that a task is a few bytes
 * and the worker does the reading.
 *
 * @param path the file, absolute
 * @param offset where the stretch begins, in bytes
 * @param length how long it is, in bytes; 0 only for an empty file
 */
record Piece(String path, long offset, int length) {

  /** Names the stretch in messages. */
  @Override
  public String toString() {
    return "%s at %d, %d bytes".formatted(path, offset, length);
  }
}
