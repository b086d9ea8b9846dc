package io.forkpool.core.dispatch;

/**
 * The options of one call, with the pool's defaults filled in.
 *
 * @param timeoutNanos the longest that each of its tasks may run; 0 for no limit
 * @param retries how often a task is run again after its worker was lost
 * @param chunkSize how many tasks travel together; 0 to let the pool decide
 */
public record CallOptions(long timeoutNanos, int retries, int chunkSize) {}
