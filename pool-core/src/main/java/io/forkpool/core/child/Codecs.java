package io.forkpool.core.child;

import io.forkpool.spi.TaskCodec;

/** The codec by the class that the parent names: a child does not scan for services. */
final class Codecs {
  private Codecs() {}

  static TaskCodec instantiate(String className) throws ReflectiveOperationException {
    return (TaskCodec) Class.forName(className).getConstructor().newInstance();
  }
}
