/**
 * Sixteen small programs, each about one thing that {@code multiprocessing} shows in Python: {@link
 * io.forkpool.bench.Examples} lists and runs them.
 *
 * <pre>
 *   Example ── number, title, start methods ──▶ one class each: Logging, Threads, ...
 *      the same in Python, beside it: examples/NN.py
 * </pre>
 *
 * <p>Each is written as a user would write it, in one class that knows nothing of the others.
 */
package io.forkpool.bench.examples;
