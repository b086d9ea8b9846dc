/**
 * Synchronization across processes: lock, condition, semaphore, event, barrier.
 *
 * <pre>
 *   SharedLock, SharedCondition ─▶ LockState
 *   SharedSemaphore ─────────────▶ SemaphoreState      each a Resource of its owner's broker
 *   SharedEvent ─────────────────▶ EventState
 *   SharedBarrier ───────────────▶ BarrierState
 * </pre>
 *
 * <p>The {@code …State} decides, one request at a time, and nothing else does. Every call that
 * changes it waits for its answer, also {@code unlock}, {@code release} and {@code set}: when they
 * have returned, it is done for everybody. (Sent without waiting, an unlock could arrive after the
 * request of another process that had been told of it in some other way, for instance by a task's
 * result; its {@code tryLock} would fail.)
 *
 * <p>Who wakes a thread that waits if another process dies: the state, when the broker tells it of
 * the session's end; if the owner dies, the end of the connection.
 */
package io.forkpool.core.sync;
