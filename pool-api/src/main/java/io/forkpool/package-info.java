/**
 * Worker processes for Java, in the shape of Python's {@code multiprocessing}.
 *
 * <pre>
 *   your code ──▶ Pool ──▶ worker process ──▶ your function
 *                  │            ▲
 *                  └─ StartMethod: spawn (fresh JVM) · fork (copy of this JVM)
 *                                  · forkserver (copy of a clean, preloaded JVM)
 * </pre>
 *
 * <p>{@link io.forkpool.Pool} is the entry: {@code apply}, {@code map} and their kin take functions
 * of the {@code Serializable…} types. {@link io.forkpool.StartMethod} names how workers come to be,
 * {@link io.forkpool.Context} fixes one. {@link io.forkpool.ChildProcess} is a process that runs
 * one action, {@link io.forkpool.Subprocess} an external command. All that goes wrong is a {@link
 * io.forkpool.PoolException}. What implements these types is found through {@link io.forkpool.spi}.
 */
package io.forkpool;
