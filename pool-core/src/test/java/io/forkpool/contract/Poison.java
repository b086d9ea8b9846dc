package io.forkpool.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** Can be encoded, and not decoded. */
final class Poison implements Serializable {
  private static final long serialVersionUID = 1L;

  private void readObject(ObjectInputStream in) throws IOException {
    throw new IOException("poison");
  }
}
