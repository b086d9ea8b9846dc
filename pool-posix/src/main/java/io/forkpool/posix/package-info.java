/**
 * What only POSIX systems have: the start method {@code fork}, {@code forkserver} to come, and the
 * calls under them.
 *
 * <pre>
 *   Posix ──▶ Forker ──▶ ForkAvailability ── Refusal, Surroundings     may this JVM be forked?
 *               ├──▶ ForkHooks                                        what users do around it
 *               ├──▶ Ghosts, Carriers    suspended: they stay behind
 *               ├──▶ HeldLocks           what they hold
 *               ├──▶ Vm ───────────────▶ src/main/c                   the fork: forkpool.h tells it
 *               └──▶ ChildRepair ── RandomRepair, ExecutorRepair, HaltBinding, in the child
 *                      └──▶ Reach ─────▶ src/main/c/reach.c           the JDK's private fields
 *   Native ◀── JnaNative                                              libc; JNA is loaded here
 * </pre>
 */
package io.forkpool.posix;
