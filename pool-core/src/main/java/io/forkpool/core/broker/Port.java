package io.forkpool.core.broker;

import java.util.function.Consumer;

/**
 * This process's way to a broker: its own, or another process's. Thread-safe. One that was
 * inherited by a fork is never used: {@link Ports} gives the child one of its own.
 */
public interface Port {

  /**
   * Asks, without waiting for the answer.
   *
   * @param resource the id of a resource
   * @param message what is asked
   * @return the answer to be
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  Answer ask(long resource, Message message);

  /**
   * Says what is not answered. May wait while the broker's process does not read, for instance
   * because it is stopped, as a write to a pipe does.
   *
   * @param resource the id of a resource
   * @param message what is said
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  void tell(long resource, Message message);

  /**
   * Says what is not answered, if all that was said before has left this process. When it returns,
   * this has, too: the end of this process does not undo it. It may wait for that as {@link #tell}
   * does; an interrupt ends the wait, and is kept for later.
   *
   * @param resource the id of a resource
   * @param message what is said
   * @return false if it was not said, since something is still waiting here
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  boolean tellThrough(long resource, Message message);

  /**
   * Names who is told of a resource's events, on a thread that must not be held up; of {@link
   * #LOST} too, last, when the broker's process has ended.
   *
   * @param resource the id of a resource
   * @param listener is told; replaces the one before
   */
  void listen(long resource, Consumer<Message> listener);

  /**
   * Takes the listener back.
   *
   * @param resource the id of a resource
   */
  void forget(long resource);

  /** The code of the event that comes last, of any resource. */
  int LOST = -1;

  /**
   * Tells who keeps the resources.
   *
   * @return the process id of the broker
   */
  long owner();
}
