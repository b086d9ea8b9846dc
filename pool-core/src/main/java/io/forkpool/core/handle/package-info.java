/**
 * How what processes share travels: not itself, but a {@link io.forkpool.core.handle.Handle}, by
 * which the other process gets at the same thing.
 *
 * <pre>
 *   TravelsByHandle ── writeReplace ──▶ Handle ──▶ bytes ──▶ Handle ── readResolve ──▶ TravelsByHandle
 * </pre>
 *
 * <p>These are the methods of Java serialization, which therefore carries such objects. The codec
 * knows the two interfaces, and carries them by itself: an object stream costs tens of microseconds
 * a value, and some hundred in a young JVM; a slice of an array is summed up in not much more.
 */
package io.forkpool.core.handle;
