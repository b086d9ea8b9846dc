package io.forkpool.core.sync;

import io.forkpool.core.handle.Handle;
import io.forkpool.core.handle.TravelsByHandle;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;

/**
 * What is serialized as another object, its form, which makes it again where it arrives: the
 * "serialization proxy". So an object is always made by its constructor.
 */
abstract class TravelsByForm implements TravelsByHandle {
  private static final long serialVersionUID = 1L;

  /** Gives an object that equals this one in all it does. */
  abstract Handle form();

  @Override
  public final Object writeReplace() {
    return form();
  }

  private void readObject(ObjectInputStream input) throws InvalidObjectException {
    throw new InvalidObjectException(getClass().getSimpleName() + " travels as its form");
  }

  private void readObjectNoData() throws InvalidObjectException {
    throw new InvalidObjectException(getClass().getSimpleName() + " travels as its form");
  }
}
