/**
 * Bytes between a parent and one child: frames and their bounds, who may connect, and the words of
 * shared memory by which both know what has begun.
 *
 * <pre>
 *   parent                                                    child
 *   Rendezvous ── accepts, checks the token ◀──────────── Greeting.connect
 *   FrameChannel ◀═══════ frames (Frame, FrameType) ═══════▶ FrameChannel
 *   (held open)  ─────────────── lifeline ───────────────▶ ParentWatch
 *   Claims ◀───────────── two words in a mapped file ──────▶ Claims
 * </pre>
 *
 * <p>Both ends run the same classes; nothing here knows of pools, slots or tasks.
 */
package io.forkpool.core.channel;
