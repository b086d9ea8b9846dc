package io.forkpool.bench.batch;

import io.forkpool.StartMethod;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the user asked for; the ranges have been checked. Immutable.
 *
 * @param input where the files are; not checked
 * @param limit the most bytes to read in all
 * @param startMethod how workers come to be
 * @param workers how many workers, and threads to compare with
 * @param chunkSize pieces that travel together; empty if the pool decides
 * @param repeat how often to do the batch
 * @param compare whether to do it by a loop and by threads, too
 */
public record BatchOptions(
    Path input,
    long limit,
    StartMethod startMethod,
    int workers,
    OptionalInt chunkSize,
    int repeat,
    boolean compare) {}
