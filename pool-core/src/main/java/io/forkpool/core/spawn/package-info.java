/**
 * The start method {@code spawn}: a fresh JVM with this one's class path and flags. Works on every
 * system.
 */
package io.forkpool.core.spawn;
