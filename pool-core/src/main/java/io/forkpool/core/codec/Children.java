package io.forkpool.core.codec;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * What an object holds, for {@link FieldPath}: the same things the serializers would visit. Calls
 * no user's method; of a value it cannot look into it shows nothing.
 */
final class Children {
  /** A step to an element by position. */
  record Index(int index) {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** A step to a map's value by its key, or to the key itself. */
  record Key(Object key, boolean toKey) {
    @Override
    public String toString() {
      String shown =
          key instanceof String
              ? "\"" + key + "\""
              : key instanceof Number || key instanceof Enum || key instanceof Character
                  ? String.valueOf(key)
                  : key == null ? "null" : "a " + key.getClass().getSimpleName();
      return (toKey ? "[key " : "[") + shown + "]";
    }
  }

  private Children() {}

  /**
   * Gives each child and the step that leads to it: a String for a field's name, or an {@link
   * Index} or {@link Key}.
   */
  static void forEach(Object value, BiConsumer<Object, Object> to) {
    Class<?> type = value.getClass();
    try {
      if (value instanceof Object[] array) {
        elements(java.util.Arrays.asList(array), to);
      } else if (LambdaEncoder.isLambda(type)) {
        captured(value, to);
      } else if (Proxy.isProxyClass(type)) {
        to.accept(Proxy.getInvocationHandler(value), "handler");
      } else if (JdkClasses.contains(type)) {
        ofJdk(value, to);
      } else {
        ofUser(value, to);
      }
    } catch (RuntimeException | IllegalAccessException closedOrChanging) {
      // The diagnosis then knows less; the failure itself is reported all the same.
    }
  }

  private static void elements(Collection<?> elements, BiConsumer<Object, Object> to) {
    int i = 0;
    for (Object element : elements) {
      to.accept(element, new Index(i++));
    }
  }

  private static void ofJdk(Object value, BiConsumer<Object, Object> to) {
    if (value instanceof Collection<?> collection) {
      elements(collection, to);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, held) -> {
            to.accept(held, new Key(key, false));
            to.accept(key, new Key(key, true));
          });
    } else if (value instanceof Map.Entry<?, ?> entry) {
      to.accept(entry.getKey(), "key");
      to.accept(entry.getValue(), "value");
    } else if (value instanceof Optional<?> optional) {
      to.accept(optional.orElse(null), "value");
    } else if (value instanceof AtomicReference<?> reference) {
      to.accept(reference.get(), "value");
    } else if (value instanceof Throwable throwable) {
      ofThrowable(throwable, to);
    }
  }

  private static void ofThrowable(Throwable throwable, BiConsumer<Object, Object> to) {
    to.accept(throwable.getCause(), "cause");
    int i = 0;
    for (Throwable suppressed : throwable.getSuppressed()) {
      to.accept(suppressed, "suppressed" + new Index(i++));
    }
  }

  private static void ofUser(Object value, BiConsumer<Object, Object> to)
      throws IllegalAccessException {
    if (value instanceof Throwable throwable) {
      ofThrowable(throwable, to);
    }
    for (Class<?> type = value.getClass();
        !JdkClasses.contains(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean travels = (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
        if (travels && !field.getType().isPrimitive() && field.trySetAccessible()) {
          to.accept(field.get(value), field.getName());
        }
      }
    }
  }

  /**
   * Captured variables have lost their names: arg1 is the first, or {@code this} where the lambda
   * is of an instance.
   */
  private static void captured(Object lambda, BiConsumer<Object, Object> to) {
    LambdaEncoder encoder = LambdaEncoder.of(lambda.getClass());
    if (encoder == null) {
      return;
    }
    SerializedLambda parts = encoder.takeApart(lambda);
    int kind = parts.getImplMethodKind();
    boolean ofInstance =
        kind == MethodHandleInfo.REF_invokeVirtual
            || kind == MethodHandleInfo.REF_invokeSpecial
            || kind == MethodHandleInfo.REF_invokeInterface;
    for (int i = 0; i < parts.getCapturedArgCount(); i++) {
      to.accept(parts.getCapturedArg(i), ofInstance && i == 0 ? "this" : "arg" + (i + 1));
    }
  }
}
