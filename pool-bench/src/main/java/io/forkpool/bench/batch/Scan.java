package io.forkpool.bench.batch;

import java.nio.file.Path;
import java.util.List;

/**
 * The inputs of a batch. Immutable.
 *
 * @param root where they were looked for, absolute
 * @param pieces the inputs, in the order of path and offset
 * @param files how many files the pieces are of
 * @param cut how many of those are not covered to their end, because of the limit
 * @param leftOut how many files are not covered at all, because of the limit
 * @param unreadable how many files and directories cannot be read
 */
record Scan(Path root, List<Piece> pieces, int files, int cut, int leftOut, int unreadable) {}
