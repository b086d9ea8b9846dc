package io.forkpool.core.codec;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * How lambdas of one class are taken apart.
 *
 * <p>The JVM spins one class for each place that makes a lambda, so all but the captured arguments
 * is the same for the class: it is encoded once and kept with the class ({@link ClassValue}), for
 * as long as the class lives.
 */
final class LambdaEncoder {
  private static final Object[] NOTHING = {};

  private static final ClassValue<Object> ENCODERS =
      new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> type) {
          return isOurs(type) ? new LambdaEncoder(type) : Boolean.FALSE;
        }
      };

  private final Method writeReplace;
  private volatile LambdaShape shape;

  private LambdaEncoder(Class<?> type) {
    try {
      writeReplace = type.getDeclaredMethod("writeReplace");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    writeReplace.setAccessible(true);
  }

  /**
   * The encoder, or null if {@code type} is not a lambda, is not Serializable, or is one that the
   * JDK itself made.
   */
  static LambdaEncoder of(Class<?> type) {
    return ENCODERS.get(type) instanceof LambdaEncoder encoder ? encoder : null;
  }

  private static boolean isOurs(Class<?> type) {
    return isLambda(type)
        && Serializable.class.isAssignableFrom(type)
        && !JdkClasses.contains(type);
  }

  /**
   * Lambdas and method references: hidden classes named by the JVM after the class that made them.
   */
  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic() && type.getName().contains("$$Lambda");
  }

  /** {@code com.acme.Main} for {@code com.acme.Main$$Lambda/0x0123}. */
  static String capturingClass(String lambdaClassName) {
    int end = lambdaClassName.indexOf("$$Lambda");
    return end < 0 ? lambdaClassName : lambdaClassName.substring(0, end);
  }

  SerializedLambda takeApart(Object lambda) {
    try {
      return (SerializedLambda) writeReplace.invoke(lambda);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("a lambda could not be taken apart", e);
    }
  }

  /** The captured arguments; also learns the shape, on the first call. */
  Object[] captured(Object lambda) {
    LambdaShape known = shape;
    if (known != null && known.argumentCount() == 0) {
      return NOTHING;
    }
    SerializedLambda parts = takeApart(lambda);
    if (known == null) {
      shape = LambdaShape.of(parts);
    }
    Object[] arguments = new Object[parts.getCapturedArgCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = parts.getCapturedArg(i);
    }
    return arguments;
  }

  /** To be called after {@link #captured}. */
  void writeShape(ValueOutput out) {
    shape.write(out);
  }
}
