package io.forkpool.contract;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Names a test by its behaviour's number and its method: {@code 4 empty input returns at once}. */
public final class BehaviourNames extends DisplayNameGenerator.Standard {

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosing, Class<?> testClass, Method method) {
    Behaviour behaviour = method.getAnnotation(Behaviour.class);
    String words = method.getName().replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return behaviour == null ? words : behaviour.value() + " " + words;
  }
}
