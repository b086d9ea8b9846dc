/**
 * Who runs what, when. Knows workers only as lanes that chunks are given to; starts and ends no
 * process.
 *
 * <pre>
 *   caller ──▶ Call (SingleCall, BatchCall, StreamCall): encoded tasks, and where outcomes go
 *                │ Chunk (sized by ChunkSizer)
 *                ▼
 *   Intake ─▶ Dispatcher: one lock (DispatchState) ◀─ Lanes ◀─ threads that serve workers
 *                │
 *                ▼
 *            HandOut ─▶ Lane: one worker, the chunks it owns, its channel
 *            Staffing: Vacancies (is another worker wanted?), Tenures (has one to leave?)
 * </pre>
 */
package io.forkpool.core.dispatch;
