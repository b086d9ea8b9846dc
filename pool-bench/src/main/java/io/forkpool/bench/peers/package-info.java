/**
 * What forkpool is measured beside, run by run in turn.
 *
 * <pre>
 *   PeerContests - PeerContest - PeerOutcome     what is compared; measures; what came out
 *     Contestant  Work                           who; how much of what
 *       Ours    -> PoolMain, in a JVM of its own    Python  -> peer.py
 *       Floors  -> bare_fork.c, PeerMain (SocketPeer, SpinPeer)
 *         LineProcess                            a program that answers lines by numbers
 * </pre>
 *
 * <p>A peer that this machine does not have is named with the reason, and nothing is put in its
 * place.
 */
package io.forkpool.bench.peers;
