package io.forkpool.core.codec;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.Serializer;
import io.forkpool.core.handle.Handle;
import io.forkpool.core.handle.TravelsByHandle;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;

/**
 * Which serializer carries which class, and why.
 *
 * <ul>
 *   <li><b>The JDK's classes</b> keep their fields closed, so Kryo cannot copy those. The common
 *       value types and collections have serializers that use public methods ({@link
 *       JdkSerializers}); the other Serializable ones use Java serialization, which the JDK keeps
 *       working itself; the rest belong to the process and are refused.
 *   <li><b>Users' classes that say how they want it</b> (writeReplace, writeObject, Externalizable
 *       ...) are obeyed, by Java serialization; so are Kryo's own ways to say it. So are
 *       Throwables, and classes that extend a JDK class with state, whose inherited fields are
 *       closed.
 *   <li><b>What this library shares between processes</b> travels by a {@link Handle}, a record.
 *   <li><b>All other user classes</b>, Serializable or not, are copied field by field; records
 *       through their constructor.
 * </ul>
 *
 * <p>Chosen by name and only when a class is first met: to list the classes up front, as Kryo does,
 * is to load them.
 */
final class SerializerChoice {
  private final Kryo kryo;
  private final LambdaShapes shapes;
  private final NamedClasses classes;
  private final JavaStreamSerializer javaStream;

  SerializerChoice(Kryo kryo, NamedClasses classes, LambdaShapes shapes) {
    this.kryo = kryo;
    this.classes = classes;
    this.javaStream = new JavaStreamSerializer(classes);
    this.shapes = shapes;
  }

  JavaStreamSerializer javaStream() {
    return javaStream;
  }

  Serializer<?> forNumber(int number, Class<?> type) {
    return switch (number) {
      case KnownClasses.JAVA_STREAM -> javaStream;
      case KnownClasses.LAMBDA -> new LambdaSerializer(shapes);
      case KnownClasses.PROXY -> new ProxySerializer(classes);
      default -> forOtherNumber(number, type);
    };
  }

  private Serializer<?> forOtherNumber(int number, Class<?> type) {
    if (number == KnownClasses.BY_HANDLE) {
      return new HandleSerializer();
    }
    return type == Class.class ? new ClassNameSerializer(classes) : forClass(type);
  }

  /** Whether objects of {@code type} travel by Java serialization. */
  boolean isJavaStream(Class<?> type) {
    if (type.isArray()
        || type.isEnum()
        || type.isInterface()
        || !Serializable.class.isAssignableFrom(type)
        || TravelsByHandle.class.isAssignableFrom(type)
        || Handle.class.isAssignableFrom(type)) {
      return false;
    }
    if (JdkClasses.contains(type)) {
      return JdkSerializers.find(type, javaStream) == null;
    }
    return !type.isHidden()
        && !hasKryoWay(type)
        && (JavaHooks.declaredBy(type) || !type.isRecord() && !hasOpenState(type));
  }

  Serializer<?> forClass(Class<?> type) {
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          ? new PrimitiveArraySerializer(type.getComponentType())
          : new ObjectArraySerializer(type);
    }
    if (type.isEnum()) {
      return new EnumSerializer(type);
    }
    if (TravelsByHandle.class.isAssignableFrom(type)) {
      return new HandleSerializer();
    }
    if (isJavaStream(type)) {
      return javaStream;
    }
    if (JdkClasses.contains(type)) {
      Serializer<?> found = JdkSerializers.find(type, javaStream);
      return found != null ? found : new RefusedSerializer("not Serializable");
    }
    if (hasKryoWay(type)) {
      return kryo.getDefaultSerializer(type);
    }
    return forUserClass(type);
  }

  private Serializer<?> forUserClass(Class<?> type) {
    if (type.isHidden()) {
      return new RefusedSerializer(
          LambdaEncoder.isLambda(type)
              ? RefusedSerializer.LAMBDA
              : "a hidden class, which no other JVM can find by its name");
    }
    if (type.isInterface() || type.isAnnotation()) {
      return new RefusedSerializer("an interface");
    }
    if (type.isRecord()) {
      return new RecordSerializer(type);
    }
    if (!hasOpenState(type)) {
      return new RefusedSerializer(
          "it extends " + closedParent(type).getName() + " and is not Serializable");
    }
    return new FieldsSerializer(type);
  }

  private static boolean hasKryoWay(Class<?> type) {
    return KryoSerializable.class.isAssignableFrom(type)
        || type.isAnnotationPresent(DefaultSerializer.class);
  }

  /**
   * Whether all state is in users' fields: the JDK's classes above, if any, hold nothing that would
   * have to travel.
   */
  private static boolean hasOpenState(Class<?> type) {
    return closedParent(type) == null;
  }

  /**
   * The first JDK class above {@code type} that holds state, or null. Collections count as such,
   * whatever their fields.
   */
  private static Class<?> closedParent(Class<?> type) {
    Class<?> parent = type;
    while (!JdkClasses.contains(parent)) {
      parent = parent.getSuperclass();
    }
    for (Class<?> each = parent; each != Object.class; each = each.getSuperclass()) {
      for (var field : each.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && (!Modifier.isTransient(modifiers) || !isSkeleton(each))) {
          return parent;
        }
      }
    }
    return null;
  }

  /** AbstractList and its like: their transient fields are caches that start empty. */
  private static boolean isSkeleton(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers())
        && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type));
  }
}
