/**
 * JMH's benchmarks, one class for each question; {@code java -jar pool-bench/target/benchmarks.jar
 * NAME} runs one, with JMH's own options.
 *
 * <pre>
 *   PoolStart  ProcessLife  WorkerAdded  KillRecovery   starts and ends, by start method
 *   StartByHeap  StartByClassPath                       what a start depends on
 *   TimeToPeak  WorkerMemory                            what a fresh worker has
 *   ApplyRoundTrip  MapByChunk                          what handing over costs
 *   CpuBatch  UnevenTasks  AllocationBatch              Contest: against threads of one JVM (Threads)
 * </pre>
 *
 * <p>Where a start is measured, each is one shot. Every result is checked; a wrong one ends the
 * benchmark.
 */
package io.forkpool.bench.jmh;
