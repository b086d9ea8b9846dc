/**
 * Meters of pools for Micrometer, which only this package needs: a program that does not use it can
 * leave Micrometer away.
 */
package io.forkpool.core.metrics;
