package io.forkpool.core.handle;

import java.io.Serializable;

/** An object that is never sent itself. To be implemented by final classes, or by all below one. */
public interface TravelsByHandle extends Serializable {
  /**
   * What is sent instead; called once each time the object is sent.
   *
   * @return a {@link Handle}; Java serialization wants it declared so
   */
  Object writeReplace();
}
