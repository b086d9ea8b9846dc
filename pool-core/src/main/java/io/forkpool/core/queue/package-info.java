/**
 * Queues between processes.
 *
 * <pre>
 *   owner's process                               another process
 *
 *   BrokeredQueue ─▶ QueueClient ─┐               BrokeredQueue ─▶ QueueClient ─▶ Membership
 *    (a handle)       (direct)    ▼                                    ║               │
 *                         QueueResource ═════════ requests, answers ═══╝               │
 *                          │    Stock ─▶ Line                                          ▼
 *                          └─▶ Accounts ─▶ Account ─────────── memory ──────────── Ledger
 * </pre>
 *
 * <p>A request and its answer cost four hand-overs between threads, many times what it takes to
 * copy a small item. A process that takes or puts fast therefore gets an <em>account</em>: it is
 * sent items ahead, and is granted places that it may put to without an answer. What it has used of
 * either it notes in a {@link io.forkpool.core.channel.Ledger}: memory that it shares with the
 * owner, and in which each claim, and each revocation, is one compare-and-set. So
 *
 * <ul>
 *   <li>what was handed out is known exactly, also of a process that was killed: nothing is handed
 *       out twice, and what was only sent ahead is not lost;
 *   <li>the owner takes back what was not used at any moment without asking. Nothing sent ahead
 *       keeps another consumer waiting, no granted place another producer, and no process, stopped
 *       or killed, anybody;
 *   <li>capacity, size and order are exact, as if nothing were sent ahead.
 * </ul>
 *
 * <p>Items stay in a producer's ring until they are taken, and a producer waits a little for room
 * in it rather than have the owner take them in: what lies in the owner's heap meanwhile costs more
 * than all else, see {@link io.forkpool.core.queue.Stock} and {@link
 * io.forkpool.core.queue.RoomWait}.
 */
package io.forkpool.core.queue;
