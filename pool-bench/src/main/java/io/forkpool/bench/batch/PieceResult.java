package io.forkpool.bench.batch;

/**
 * One result of the batch.
 *
 * @param path the file that the piece is of, absolute
 * @param inBytes how long the piece is
 * @param outBytes how long it is compressed
 * @param digest the SHA-256 of the compressed bytes, in hex
 */
record PieceResult(String path, long inBytes, long outBytes, String digest) {}
