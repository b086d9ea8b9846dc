/**
 * What only POSIX systems have: the start methods {@code fork} and {@code forkserver} will live
 * here. There is nothing in it yet, so a program with this module offers what pool-core does:
 * {@code spawn}.
 */
package io.forkpool.posix;
