/**
 * What only POSIX systems have: the start methods {@code fork} and {@code forkserver}, and the
 * calls under them.
 *
 * <pre>
 *   ForkStartMethod ──▶ Forker, ForkedHandle                          a child is a copy of this JVM
 *   Posix ────────────▶ Forker ──▶ ForkAvailability ── Refusal, Surroundings     may it be forked?
 *                         ├──▶ ForkHooks                              what users do around it
 *                         ├──▶ Ghosts, Carriers    suspended: they stay behind
 *                         ├──▶ HeldLocks, Obstacle  what they hold, and are in the middle of
 *                         │      └──▶ Patience, Chances, Holds ── Sightings  for how long that is waited for
 *                         ├──▶ Vm ──────────────▶ src/main/c          the fork: forkpool.h tells it
 *                         └──▶ ChildRepair ── RandomRepair, ExecutorRepair, HaltBinding, in the child
 *                                └──▶ Reach ────▶ src/main/c/reach.c  the JDK's private fields
 *
 *   in the application                                   in the fork server, a JVM of its own
 *   ForkServerStartMethod ──▶ ForkServers ── ServerKey   ForkServerProgram ── OrphanGuard
 *                               │ one for each key         │ prepares, then
 *                               ▼                          ▼
 *             ServerMeeting   ForkServer ◀─ServerMessage─▶ MessageChannel ◀── ServerLoop ──▶ Forker
 *             where they meet   └──▶ ServedHandle                             │ owns the children
 *                                                          Reserve ◀──────────┴──▶ ServedChild
 *                                                                    ServedKind: what they have in common
 *                                                                    Pace: when they are made ahead
 *
 *   ProcessLimits, LimitCheck                                         what other processes may take
 *
 *   Native ◀── JnaNative                                              libc; JNA is loaded here
 * </pre>
 */
package io.forkpool.posix;
