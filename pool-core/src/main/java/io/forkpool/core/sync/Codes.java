package io.forkpool.core.sync;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Request;

/** Finds what a request of another process asks for. */
final class Codes {
  private Codes() {}

  /** The one of {@code all} whose ordinal is the request's code. */
  static <E extends Enum<E>> E of(E[] all, Request request) {
    int code = request.message().code();
    if (code < 0 || code >= all.length) {
      throw new MalformedRequestException(
          "no " + all.getClass().getComponentType().getSimpleName() + " has the code " + code);
    }
    return all[code];
  }

  /** The request's first number, which is at least 0. */
  static long count(Request request) {
    long count = request.message().first();
    if (count < 0) {
      throw new MalformedRequestException("a negative number: " + count);
    }
    return count;
  }
}
