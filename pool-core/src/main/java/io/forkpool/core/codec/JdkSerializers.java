package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.OptionalSerializers;
import com.esotericsoftware.kryo.serializers.TimeSerializers;
import java.util.Collection;
import java.util.Map;

/**
 * Serializers for the JDK's classes that have a better way than Java serialization: faster, or open
 * to elements that are not Serializable. Exact classes only, as a subclass may hold more.
 */
final class JdkSerializers {
  private JdkSerializers() {}

  /** The serializer for exactly {@code type}, or null. */
  static Serializer<?> find(Class<?> type, JavaStreamSerializer javaStream) {
    String name = type.getName();
    if (name.startsWith("java.lang.")) {
      return language(name);
    }
    if (name.startsWith("java.time.")) {
      return time(name);
    }
    if (name.startsWith("java.util.")) {
      if (name.equals("java.util.EnumMap")) {
        return new EnumMapSerializer(javaStream);
      }
      Serializer<?> found = JdkCollections.find(name);
      return found != null ? found : utilities(name, type);
    }
    return others(name, type);
  }

  private static Serializer<?> language(String name) {
    return switch (name) {
      case "java.lang.Integer" -> new DefaultSerializers.IntSerializer();
      case "java.lang.Long" -> new DefaultSerializers.LongSerializer();
      case "java.lang.Double" -> new DefaultSerializers.DoubleSerializer();
      case "java.lang.Boolean" -> new DefaultSerializers.BooleanSerializer();
      case "java.lang.Float" -> new DefaultSerializers.FloatSerializer();
      case "java.lang.Short" -> new DefaultSerializers.ShortSerializer();
      case "java.lang.Byte" -> new DefaultSerializers.ByteSerializer();
      case "java.lang.Character" -> new DefaultSerializers.CharSerializer();
      case "java.lang.Void" -> new DefaultSerializers.VoidSerializer();
      case "java.lang.String" -> new StringSerializer();
      case "java.lang.Object" -> new PlainObjectSerializer();
      case "java.lang.StringBuilder" -> new DefaultSerializers.StringBuilderSerializer();
      case "java.lang.StringBuffer" -> new DefaultSerializers.StringBufferSerializer();
      default -> null;
    };
  }

  private static Serializer<?> time(String name) {
    return switch (name) {
      case "java.time.Duration" -> new TimeSerializers.DurationSerializer();
      case "java.time.Instant" -> new TimeSerializers.InstantSerializer();
      case "java.time.LocalDate" -> new TimeSerializers.LocalDateSerializer();
      case "java.time.LocalTime" -> new TimeSerializers.LocalTimeSerializer();
      case "java.time.LocalDateTime" -> new TimeSerializers.LocalDateTimeSerializer();
      case "java.time.ZoneOffset" -> new TimeSerializers.ZoneOffsetSerializer();
      case "java.time.OffsetDateTime" -> new TimeSerializers.OffsetDateTimeSerializer();
      case "java.time.Period" -> new TimeSerializers.PeriodSerializer();
      default -> null; // the rest are Serializable
    };
  }

  private static Serializer<?> utilities(String name, Class<?> type) {
    return switch (name) {
      case "java.util.UUID" -> new UuidSerializer();
      case "java.util.Date" -> new DefaultSerializers.DateSerializer();
      case "java.util.Optional" -> new OptionalSerializers.OptionalSerializer();
      case "java.util.OptionalInt" -> new OptionalSerializers.OptionalIntSerializer();
      case "java.util.OptionalLong" -> new OptionalSerializers.OptionalLongSerializer();
      case "java.util.OptionalDouble" -> new OptionalSerializers.OptionalDoubleSerializer();
      case "java.util.concurrent.atomic.AtomicReference" -> new AtomicReferenceSerializer();
      default -> java.io.Serializable.class.isAssignableFrom(type) ? null : view(type);
    };
  }

  /**
   * Views of collections, such as {@code map.keySet()}, which are no more than their elements to
   * whoever passes them.
   */
  private static Serializer<?> view(Class<?> type) {
    if (Map.Entry.class.isAssignableFrom(type)) {
      return new EntrySerializer(EntrySerializer.Kind.MUTABLE);
    }
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      return JdkCollections.view(type);
    }
    return null;
  }

  private static Serializer<?> others(String name, Class<?> type) {
    switch (name) {
      case "java.math.BigInteger":
        return new DefaultSerializers.BigIntegerSerializer();
      case "java.math.BigDecimal":
        return new DefaultSerializers.BigDecimalSerializer();
      case "java.net.URI":
        return new TextSerializer(TextSerializer.Form.URI);
      case "java.io.File":
        return new TextSerializer(TextSerializer.Form.FILE);
      default:
        if (java.nio.file.Path.class.isAssignableFrom(type)) {
          return new PathSerializer();
        }
        if (java.nio.charset.Charset.class.isAssignableFrom(type)) {
          return new TextSerializer(TextSerializer.Form.CHARSET);
        }
        return null;
    }
  }
}
