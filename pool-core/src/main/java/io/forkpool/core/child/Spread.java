package io.forkpool.core.child;

import io.forkpool.SerializableBiFunction;
import io.forkpool.SerializableFunction;

/**
 * A function of two arguments as one of a {@link Pair}.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 * @param function the function of two arguments
 */
public record Spread<A, B, R>(SerializableBiFunction<A, B, R> function)
    implements SerializableFunction<Pair, R> {

  @Override
  @SuppressWarnings("unchecked") // starmap made the pair of an A and a B
  public R apply(Pair pair) throws Exception {
    return function.apply((A) pair.first(), (B) pair.second());
  }
}
