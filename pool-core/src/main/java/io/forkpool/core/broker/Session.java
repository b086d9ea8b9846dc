package io.forkpool.core.broker;

/**
 * One process that uses a broker's resources, as the broker sees it. There is one for each
 * connection, and one for the owner's process itself. Compared by identity.
 */
public interface Session {

  /**
   * Tells whose session it is.
   *
   * @return the process id; 0 if it is not known
   */
  long pid();

  /**
   * Tells a process something that it has not asked for. Does not wait. Events and answers arrive
   * in the order in which they were sent.
   *
   * @param resource the id of the resource that says so
   * @param message what it says
   */
  void event(long resource, Message message);
}
