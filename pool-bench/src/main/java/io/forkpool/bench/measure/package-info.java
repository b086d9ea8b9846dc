/**
 * What every measurement here needs.
 *
 * <pre>
 *   Spread, Results                   the spread of several runs; results that must be right
 *   StartedPool, FirstResult          a pool whose workers are up; the way to a first result
 *   HashWork, TextWork                work that costs time; work that allocates and wants compiled code
 *   LiveHeap, LargeBlock              data that fills a heap; a large value
 *   Machine, JavaCommand, ProcessMemory
 * </pre>
 */
package io.forkpool.bench.measure;
