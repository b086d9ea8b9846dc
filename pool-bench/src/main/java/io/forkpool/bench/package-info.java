/**
 * Programs that use forkpool as its users do, through the public API alone; never published.
 *
 * <pre>
 *   Batch    the demo: compress real files by pool.map   parts in .batch
 *   Examples sixteen small programs, as in Python        parts in .examples
 *   Figures  what things cost on this machine            parts in .figures
 *   Suite    JMH's benchmarks beside peers, a report     parts in .suite, .jmh, .peers, .report
 *                all time and start pools with           .measure
 * </pre>
 */
package io.forkpool.bench;
