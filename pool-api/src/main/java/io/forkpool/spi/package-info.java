/**
 * What a start method, a codec or an engine implements; programs that only use pools need none of
 * it.
 *
 * <pre>
 *   ChildProcess.Builder ──ProcessSettings──▶ ProcessProvider
 *   Pool.Builder ──PoolSettings──▶ PoolProvider (the engine)
 *                                     │  ChildRequest            TaskCodec: values ⇄ bytes
 *                                     ▼
 *                          StartMethodProvider ──▶ ChildHandle   in the parent
 *                                     ┊
 *                              ChildEntry runs                   in the child
 * </pre>
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader} alone. This package and {@code
 * io.forkpool} are one unit, as {@code java.nio.file} and its {@code spi} are.
 */
package io.forkpool.spi;
