/**
 * Who runs what, when. Knows workers only as lanes that chunks are given to; starts and ends no
 * process.
 *
 * <pre>
 *   caller ──▶ Call (SingleCall, BatchCall, StreamCall): encoded tasks, and where outcomes go
 *                │ Chunk (sized by ChunkSizer)
 *                ▼
 *            Dispatcher ── one lock ──▶ Lane: one worker, the chunks it owns, its channel
 * </pre>
 */
package io.forkpool.core.dispatch;
