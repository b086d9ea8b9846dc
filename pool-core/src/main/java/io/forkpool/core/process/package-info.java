/**
 * Processes of the user's own, behind {@link io.forkpool.ChildProcess}.
 *
 * <pre>
 *   DefaultProcessProvider ──▶ StartableProcess ──▶ a start method ════▶ child: ProcessProgram
 *                                   │    ▲
 *                                   ▼    │ has ended
 *                                Children ──▶ Keeper        not before the last non-daemon
 *                                   └───────▶ DaemonsEnd    daemons end with this JVM
 * </pre>
 */
package io.forkpool.core.process;
