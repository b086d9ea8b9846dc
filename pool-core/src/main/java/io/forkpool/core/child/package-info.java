/**
 * What runs in a child process; it sees none of the parent's packages (dispatch, supervise, spawn).
 *
 * <pre>
 *   ChildMain (a fresh JVM) ──▶ WorkerProgram ──▶ WorkerLoop: CALL ▶ decode ▶ run ▶ encode ▶ RESULT
 *                                           │                └▶ MemoryCheck: asks to be replaced
 *                       │                   └▶ ParentWatch: ends the process with its parent
 *                       └──▶ ProcessProgram ──▶ the user's target
 *                                 ├▶ Self: who this process is; Parent, DaemonWatch: and its parent
 *                                 └▶ InterruptSignal
 * </pre>
 *
 * <p>A worker, too, is told who it is, and is known to {@link io.forkpool.core.child.Self}.
 */
package io.forkpool.core.child;
