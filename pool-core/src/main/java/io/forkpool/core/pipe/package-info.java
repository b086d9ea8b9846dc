/**
 * Pipes: two ends, a queue of messages in each direction, and who has which end open.
 *
 * <pre>
 *   DefaultPipe ─▶ PipeConnection ═══ PipeRequest, PipeAnswer ═══▶ PipeResource    in the owner's
 *                   │         │                                     ├─ PipeEnd     broker: who has
 *        Messages ──┘         └── Readiness ◀──── PipeEvent ────────┤              it open
 *   values to bytes               who waits for word                └─ Inbox       what was sent to it
 *
 *   Attachment         the way there, of each process that has the connection
 *   SendWindow         what it may send without waiting for an answer
 *   PassedConnection   what travels in place of a connection
 *   PassedEnds         the connections that a child process is given
 * </pre>
 *
 * <p>{@link io.forkpool.core.pipe.PipeResource} tells when an end is open, and why.
 */
package io.forkpool.core.pipe;
