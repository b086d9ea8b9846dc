package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Dynamic proxies: the names of their interfaces, and the handler. The class is made anew by the
 * session's loader.
 */
final class ProxySerializer extends Serializer<Object> {
  /** Of a class file, and so of a {@link Proxy}. */
  private static final int MOST_INTERFACES = 65535;

  private final NamedClasses classes;

  ProxySerializer(NamedClasses classes) {
    this.classes = classes;
  }

  @Override
  public void write(Kryo kryo, Output output, Object proxy) {
    Class<?>[] interfaces = proxy.getClass().getInterfaces();
    output.writeVarInt(interfaces.length, true);
    for (Class<?> each : interfaces) {
      output.writeString(each.getName());
    }
    kryo.writeClassAndObject(output, Proxy.getInvocationHandler(proxy));
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    int count = input.readVarInt(true);
    if (count < 0 || count > MOST_INTERFACES) {
      throw new CorruptBytes("a proxy of " + count + " interfaces");
    }
    Class<?>[] interfaces = new Class<?>[count];
    for (int i = 0; i < interfaces.length; i++) {
      interfaces[i] = classes.load(input.readString());
    }
    InvocationHandler handler = (InvocationHandler) kryo.readClassAndObject(input);
    return Proxy.newProxyInstance(classes.loader(), interfaces, handler);
  }
}
