/**
 * The engine behind {@link io.forkpool.Pool}.
 *
 * <pre>
 *   DefaultPool ─▶ Engine ─▶ dispatch: calls, chunks, lanes      what is to be done, by whom
 *    (facade)        │         ▲
 *                    └─▶ supervise: slots, processes ─▶ spawn (or another start method)
 *                              │
 *                           channel ═══════ frames ═══════ child: worker loop
 *                              └─ outcome, codec ─┘
 * </pre>
 *
 * <p>Nothing here is for users to name, except {@code io.forkpool.core.metrics}.
 */
package io.forkpool.core;
