package io.forkpool.core.queue;

/**
 * What is in a queue.
 *
 * @param number in the order in which items arrived
 * @param bytes the encoded value
 */
record Item(long number, byte[] bytes) {}
