/**
 * The parent's view of its workers' lives: each slot of a pool has a thread that starts a process,
 * serves it while it lives, finds out how it ended, and starts the next.
 *
 * <pre>
 *                WorkerSlot
 *     ┌─▶ vacant: until another worker is wanted (Vacancies)
 *     │      ▼
 *     │   start (WorkerStarter, ChildLimits) ─▶ serve (AnswerReader, Lanes) ─▶ end (ProcessEnd) ─┐
 *     └────────────────── if it was lost: RestartLimiter ◀────────────────────────────────────┘
 * </pre>
 */
package io.forkpool.core.supervise;
