package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;

/**
 * A request that waits, and through which connection it came.
 *
 * @param request the request
 * @param hold the connection
 */
record Waiter(Request request, Hold hold) {
  void answer(Message answer) {
    if (!request.answered()) {
      request.answer(answer);
    }
  }

  boolean wants(PipeRequest kind) {
    return request.message().code() == kind.code();
  }
}
