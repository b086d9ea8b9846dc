package io.forkpool.core.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.strategy.InstantiatorStrategy;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Makes empty objects: with the constructor that takes nothing if there is one, so that transient
 * fields get their initial values; else with no constructor at all. Unlike Kryo's own default it
 * generates no accessor classes, which a short-lived worker would pay for and never win back.
 */
final class Instantiators implements InstantiatorStrategy {
  @Override
  public <T> ObjectInstantiator<T> newInstantiatorOf(Class<T> type) {
    Constructor<T> constructor;
    try {
      constructor = type.getDeclaredConstructor();
      if (!constructor.trySetAccessible()) {
        return new StdInstantiatorStrategy().newInstantiatorOf(type);
      }
    } catch (NoSuchMethodException e) {
      return new StdInstantiatorStrategy().newInstantiatorOf(type);
    }
    return () -> {
      try {
        return constructor.newInstance();
      } catch (InvocationTargetException e) {
        throw new com.esotericsoftware.kryo.KryoException(
            "the constructor of " + type.getName() + " threw " + e.getCause(), e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new com.esotericsoftware.kryo.KryoException(e);
      }
    };
  }
}
