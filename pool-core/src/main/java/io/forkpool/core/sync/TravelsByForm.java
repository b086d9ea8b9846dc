package io.forkpool.core.sync;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/**
 * What is serialized as another object, its form, which makes it again where it arrives: the
 * "serialization proxy". So an object is always made by its constructor.
 */
abstract class TravelsByForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A record whose {@code readResolve} gives an object that equals this one in all it does. */
  abstract Serializable form();

  final Object writeReplace() {
    return form();
  }

  private void readObject(ObjectInputStream input) throws InvalidObjectException {
    throw new InvalidObjectException(getClass().getSimpleName() + " travels as its form");
  }

  private void readObjectNoData() throws InvalidObjectException {
    throw new InvalidObjectException(getClass().getSimpleName() + " travels as its form");
  }
}
