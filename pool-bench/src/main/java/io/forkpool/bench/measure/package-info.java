/**
 * What every measurement here needs: the spread of several runs, and a pool whose workers are up.
 */
package io.forkpool.bench.measure;
