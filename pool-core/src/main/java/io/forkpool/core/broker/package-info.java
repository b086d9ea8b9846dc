/**
 * Objects that several processes share: queues, pipes, locks. Each belongs to the process that made
 * it, whose <em>broker</em> keeps its state; other processes ask that broker over a connection.
 *
 * <pre>
 *   the owner's process                              another process
 *
 *   ProcessQueue ─▶ LocalPort ─┐                     ProcessQueue ─▶ RemotePort
 *                              ▼                                        ║
 *                  Broker ─▶ Resource (a state machine)                 ║
 *                              ▲                                        ║
 *                        RemoteSession ════════ requests, answers ══════╝
 * </pre>
 *
 * <p>Why a broker, and not memory that all processes write to: a process may be killed at any
 * instruction. What it was writing to would stay half written, and a lock in there would stay
 * locked. Here it can only leave a request unsent. The kernel closes its connection, whatever
 * killed it; that is how the broker learns of its end, takes back what it held, and tells the next
 * in turn.
 *
 * <p>The invariants:
 *
 * <ul>
 *   <li>A {@link io.forkpool.core.broker.Resource} is touched under its broker's lock only, and
 *       never waits: who has to wait is a {@link io.forkpool.core.broker.Request} that is answered
 *       later.
 *   <li>Each request is answered exactly once, or its session has ended.
 *   <li>Nothing is written to a session in a way that can block: a process that is stopped holds up
 *       nobody.
 *   <li>What a session sends is taken in in the order in which it was sent, all of it, before its
 *       end is.
 * </ul>
 *
 * <p>Which thread reads the connections of a process changes: see {@code Leadership}.
 *
 * <p>Who wakes a waiting thread: the answer; its time limit or an interrupt, after which the
 * request is cancelled, and the answer to that decides which came first; and, if the owner's
 * process ends, the end of the connection ({@link io.forkpool.OwnerLostException}).
 */
package io.forkpool.core.broker;
