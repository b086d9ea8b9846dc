package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Serializable lambdas and method references: a {@link LambdaShape} and the captured arguments. */
final class LambdaSerializer extends Serializer<Object> {
  private final LambdaShapes shapes;

  LambdaSerializer(LambdaShapes shapes) {
    this.shapes = shapes;
  }

  @Override
  public void write(Kryo kryo, Output output, Object lambda) {
    LambdaEncoder encoder = LambdaEncoder.of(lambda.getClass());
    Object[] captured = encoder.captured(lambda);
    encoder.writeShape((ValueOutput) output);
    for (Object argument : captured) {
      kryo.writeClassAndObject(output, argument);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    LambdaShape shape = shapes.read((ValueInput) input);
    Object[] captured = shape.newArguments();
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return shape.create(captured);
  }
}
