package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import java.util.Arrays;

/**
 * Tasks of one call that travel together. At every moment a chunk has one owner: the dispatcher's
 * queue or one lane. Guarded by the dispatcher's lock.
 */
final class Chunk {
  final Call call;

  /** The index in the call of the first task. */
  final int first;

  /** How many bytes each task's argument takes. */
  private final int[] sizes;

  final Payload arguments;

  /** How often these tasks have been run before, and have failed. */
  final int attempt;

  /** The number on the channel of the lane that owns this chunk. */
  long sequence;

  /** For how many of its tasks the outcome has come. */
  int reported;

  Chunk(Call call, int first, int[] sizes, Payload arguments, int attempt) {
    this.call = call;
    this.first = first;
    this.sizes = sizes;
    this.arguments = arguments;
    this.attempt = attempt;
  }

  /** What this counts against a limit of bytes. */
  long weight() {
    return arguments.length() + count() * call.functionWeight();
  }

  int count() {
    return sizes.length;
  }

  /** Whether a RESULT is one that this chunk may have next. */
  boolean isAnsweredBy(Frame result) {
    long then = (long) reported + result.count();
    boolean skipped = result.has(Frame.SKIPPED) && call.isOver();
    boolean all = then == count() || skipped && then < count();
    return sequence == result.sequence()
        && (result.count() > 0 || skipped)
        && (result.has(Frame.LAST) ? all : then < count());
  }

  /** Some of these tasks as a chunk of their own. */
  Chunk part(int from, int to, int itsAttempt) {
    long begin = 0;
    for (int i = 0; i < from; i++) {
      begin += sizes[i];
    }
    long end = begin;
    for (int i = from; i < to; i++) {
      end += sizes[i];
    }
    return new Chunk(
        call,
        first + from,
        Arrays.copyOfRange(sizes, from, to),
        arguments.range(begin, end),
        itsAttempt);
  }
}
