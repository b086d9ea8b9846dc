/**
 * The figures that {@link io.forkpool.bench.Figures} prints, one class for each question.
 *
 * <p>What a figure is set against lives here too: {@code SocketPeer}, a bare unix-domain socket to
 * a JVM that does nothing else, and {@code PeerMain}, that JVM. Results are checked in every run; a
 * wrong one ends the program.
 */
package io.forkpool.bench.figures;
