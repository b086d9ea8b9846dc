package io.forkpool.core.broker;

/**
 * The state of one shared object: a state machine. Called under its broker's lock, so one call at a
 * time; must not wait, and must not call anything that does.
 */
public interface Resource {

  /**
   * Takes a request in. It is answered now or later, exactly once; one that expects no answer is
   * {@linkplain Request#answered() answered} from the start.
   *
   * @param request the request; its code may be any number, since another process has sent it
   * @throws MalformedRequestException if there is no such code or value; the session is ended then
   */
  void handle(Request request);

  /**
   * Its thread has given a request up: time is over, or it was interrupted. If it has not been
   * answered, this answers it, and has undone it.
   *
   * @param request an unanswered request of this resource
   */
  void cancel(Request request);

  /**
   * A process has ended, however that went, or has forked and this is not its connection any more.
   * Its unanswered requests are forgotten, what it held is given back. Called for each session that
   * has ever sent a request to this resource, once, after all that it has sent.
   *
   * @param session the session; nothing reaches it any more
   */
  void sessionEnded(Session session);

  /**
   * Tells whether nobody can want it any more, so that its broker may {@linkplain Broker#remove
   * remove} it: who asks it later learns that it is closed. Asked now and then.
   *
   * @return false, unless the resource says otherwise
   */
  default boolean isOver() {
    return false;
  }
}
