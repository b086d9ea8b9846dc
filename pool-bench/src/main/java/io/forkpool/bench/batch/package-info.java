/**
 * The parts of the demo job: files are scanned into pieces, a way runs the same function over them.
 *
 * <pre>
 *   PieceScanner ──Scan of Pieces──▶ Way: LoopWay | ThreadsWay | PoolWay ──PieceResults──▶ Report
 *                                      └─ PieceCompressor.compress ─┘
 * </pre>
 *
 * <p>{@link io.forkpool.bench.batch.BatchJob} puts them together.
 */
package io.forkpool.bench.batch;
