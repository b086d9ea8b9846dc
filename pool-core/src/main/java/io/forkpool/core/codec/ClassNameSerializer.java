package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;

/**
 * Class objects, by name; primitives by their own. Hidden classes have no name that another JVM
 * could find.
 */
final class ClassNameSerializer extends ValueSerializer<Class<?>> {
  private final NamedClasses classes;

  ClassNameSerializer(NamedClasses classes) {
    this.classes = classes;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Class<?> value) {
    if (value.isHidden()) {
      throw new Refusal(value, "a hidden class, which no other JVM can find by its name");
    }
    out.writeBoolean(value.isPrimitive());
    out.writeString(value.isPrimitive() ? value.descriptorString() : value.getName());
  }

  @Override
  Class<?> read(Kryo kryo, ValueInput in, Class<? extends Class<?>> type) {
    boolean primitive = in.readBoolean();
    String name = in.readString();
    return primitive
        ? java.lang.invoke.MethodType.fromMethodDescriptorString("()" + name, null).returnType()
        : classes.load(name);
  }
}
