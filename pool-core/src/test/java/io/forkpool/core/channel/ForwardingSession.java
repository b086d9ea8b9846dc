package io.forkpool.core.channel;

import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A session that decodes by what it makes of an item's bytes, however they came. */
abstract class ForwardingSession implements TaskCodec.Session {
  private final Bodies.AsIs session = new Bodies.AsIs();

  abstract Object taken(byte[] bytes);

  @Override
  public void encode(Object value, OutputStream out) throws IOException {
    session.encode(value, out);
  }

  @Override
  public Object decode(byte[] source, int offset, int length) {
    return taken((byte[]) session.decode(source, offset, length));
  }

  @Override
  public Object decode(InputStream in) throws IOException {
    return taken((byte[]) session.decode(in));
  }
}
