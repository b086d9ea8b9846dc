package io.forkpool.core.codec;

import io.forkpool.spi.TaskCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * One thread's way of turning values into bytes and back.
 *
 * <p>A value is a {@link Scalars tag} and its bytes. Null, boxed primitives, strings, and lambdas
 * that capture nothing but these are written without Kryo, so that the first small task of a fresh
 * worker loads none of its classes; all else is a {@link Graph}. The buffers live as long as the
 * session and never grow: big arrays pass them by.
 *
 * <p>A failure poisons the session: it leaves the buffers, the reference tables and Kryo's own
 * stacks half way through a graph, and putting them right costs more trust than building anew. So
 * every exception marks it, and any later call is refused.
 */
final class KryoSession implements TaskCodec.Session {
  private final NamedClasses classes;
  private final LambdaShapes shapes;
  private final ValueOutput output = new ValueOutput();
  private final ValueInput input = new ValueInput();
  private ValueInput streamInput;
  private Graph graph;
  private boolean poisoned;

  KryoSession(NamedClasses classes) {
    this.classes = classes;
    this.shapes = new LambdaShapes(classes);
  }

  @Override
  public void encode(Object value, OutputStream out) throws IOException {
    enter();
    output.setOutputStream(out);
    try {
      if (!Scalars.write(output, value)) {
        output.writeByte(Scalars.GRAPH);
        graph().write(output, value);
      }
      output.flush();
      output.setOutputStream(null); // an idle session holds on to nothing of its caller's
    } catch (Throwable failure) {
      output.rethrowSinkFailure();
      throw EncodeFailure.of(failure, value);
    }
    poisoned = false;
  }

  @Override
  public Object decode(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    enter();
    input.setBuffer(source, offset, length);
    Object value;
    try {
      value = read(input);
      input.requireConsumed();
    } catch (Throwable failure) {
      throw DecodeFailure.of(failure, classes.loader());
    } finally {
      input.release();
    }
    poisoned = false;
    return value;
  }

  @Override
  public Object decode(InputStream in) throws IOException {
    enter();
    if (streamInput == null) {
      streamInput = ValueInput.buffered();
    }
    streamInput.setInputStream(in);
    Object value;
    try {
      value = read(streamInput);
      streamInput.requireConsumed();
    } catch (Throwable failure) {
      streamInput.rethrowSourceFailure();
      throw DecodeFailure.of(failure, classes.loader());
    } finally {
      streamInput.setInputStream(null);
    }
    poisoned = false;
    return value;
  }

  private Object read(ValueInput from) {
    int tag = from.readByte();
    return tag == Scalars.GRAPH ? graph().read(from) : Scalars.read(from, tag, shapes);
  }

  /**
   * Marks the session as failed until the call that follows has succeeded; nested calls are refused
   * too.
   */
  private void enter() {
    if (poisoned) {
      throw new IllegalStateException("this codec session failed or is in use; open a new one");
    }
    poisoned = true;
  }

  private Graph graph() {
    if (graph == null) {
      graph = new Graph(classes, shapes);
    }
    return graph;
  }
}
