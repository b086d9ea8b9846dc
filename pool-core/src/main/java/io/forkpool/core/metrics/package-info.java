/**
 * Meters of pools for Micrometer, which only this package needs: a program that does not use it can
 * leave Micrometer away. One that does use it without {@code io.micrometer:micrometer-core} on its
 * class path gets a {@link NoClassDefFoundError} that names a class of Micrometer, and its pool
 * goes on.
 */
package io.forkpool.core.metrics;
