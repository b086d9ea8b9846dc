package io.forkpool.core.handle;

import java.io.Serializable;

/** What travels in the place of an object. To be implemented by records. */
public interface Handle extends Serializable {
  /**
   * The object, in this process; called once, where the handle has arrived.
   *
   * @return not null
   */
  Object readResolve();
}
