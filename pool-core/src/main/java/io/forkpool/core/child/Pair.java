package io.forkpool.core.child;

/**
 * The two arguments of a function of two, as one value that travels.
 *
 * @param first the first argument, maybe null
 * @param second the second argument, maybe null
 */
public record Pair(Object first, Object second) {}
