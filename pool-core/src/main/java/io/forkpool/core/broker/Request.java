package io.forkpool.core.broker;

/** What a thread of some process wants of a resource. Touched under the broker's lock only. */
public interface Request {

  /**
   * Tells whose it is.
   *
   * @return the session of the process
   */
  Session session();

  /**
   * Tells what is wanted.
   *
   * @return the message
   */
  Message message();

  /**
   * Answers, and wakes the thread that waits. Does not wait. Does nothing if the session has ended.
   *
   * @param answer what the thread is told
   * @throws IllegalStateException if it has been answered
   */
  void answer(Message answer);

  /**
   * Tells whether there is nothing more to be said.
   *
   * @return true if it has been answered, or expects no answer
   */
  boolean answered();
}
