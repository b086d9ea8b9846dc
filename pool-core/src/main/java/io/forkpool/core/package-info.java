/**
 * The engine behind {@link io.forkpool.Pool}, and what stands beside it behind {@link
 * io.forkpool.Context}.
 *
 * <pre>
 *   DefaultPool ─▶ Engine ─▶ dispatch: calls, chunks, lanes      what is to be done, by whom
 *    (facade)        │         ▲
 *                    └─▶ supervise: slots, processes ─▶ spawn (or another start method)
 *                              │
 *                           channel ═══════ frames ═══════ child: worker loop
 *                              └─ outcome, codec ─┘
 *
 *   process: a user's own child          ─▶ spawn (or another start method), child
 *   queue, pipe, sync: shared objects    ─▶ broker: their state, in the process that made them
 *   memory: blocks that processes map
 * </pre>
 *
 * <p>Nothing here is for users to name, except {@code io.forkpool.core.metrics}.
 */
package io.forkpool.core;
