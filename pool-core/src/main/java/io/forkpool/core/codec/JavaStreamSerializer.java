package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Java serialization inside a Kryo graph, for the classes that say how they want it: the JDK's,
 * whose fields are closed to Kryo, and users' with writeReplace, writeObject and the like.
 *
 * <p>One object stream serves the whole graph, so that objects shared between two such values stay
 * shared. It reads no byte more than it wrote, which lets Kryo's bytes follow. Its Kryo-side twin
 * does not know its objects: a plain object held both by a Throwable and by a field beside it
 * arrives as two.
 */
final class JavaStreamSerializer extends Serializer<Object> {
  private final NamedClasses classes;
  private ObjectOutputStream out;
  private ObjectInputStream in;

  JavaStreamSerializer(NamedClasses classes) {
    this.classes = classes;
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    try {
      if (out == null) {
        out = new ObjectOutputStream(new Unflushed(output));
      }
      out.writeObject(object);
      out.flush();
    } catch (IOException e) {
      throw new KryoException(e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    try {
      if (in == null) {
        in = new Loading((ValueInput) input, classes);
      }
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new KryoException(e);
    }
  }

  void endGraph() {
    out = null;
    in = null;
  }

  /** An object stream must be flushed after each object; the output below need not be. */
  private static final class Unflushed extends FilterOutputStream {
    Unflushed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {}
  }

  private static final class Loading extends ObjectInputStream {
    private static final Map<Class<?>, Integer> WIDTHS =
        Map.of(
            boolean.class,
            1,
            byte.class,
            1,
            char.class,
            2,
            short.class,
            2,
            int.class,
            4,
            float.class,
            4,
            long.class,
            8,
            double.class,
            8);

    private final ValueInput input;
    private final NamedClasses classes;

    Loading(ValueInput input, NamedClasses classes) throws IOException {
      super(input);
      this.input = input;
      this.classes = classes;
      setObjectInputFilter(this::refuseAbsurdArrays);
    }

    /** Asked before an array is allocated, and by collections before they make their tables. */
    private ObjectInputFilter.Status refuseAbsurdArrays(ObjectInputFilter.FilterInfo info) {
      long length = info.arrayLength();
      if (length > ValueInput.FIRST_ELEMENTS) {
        input.requireProof();
      }
      if (length > 0 && length > most(info.serialClass())) {
        throw new CorruptBytes("an array of " + length + " is more than the bytes that remain");
      }
      return ObjectInputFilter.Status.UNDECIDED;
    }

    /**
     * How long an array may be of which the elements are still to come. A hash table may have
     * several slots for each entry that was sent.
     */
    private long most(Class<?> array) {
      Class<?> element = array.getComponentType();
      long bytes = input.remaining();
      return element.isPrimitive() ? bytes / WIDTHS.get(element) : 1024 + 8 * bytes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      classes.check(description.getName());
      try {
        return Class.forName(description.getName(), false, classes.loader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // primitives, and this library's own
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) {
      Class<?>[] interfaces = new Class<?>[names.length];
      for (int i = 0; i < names.length; i++) {
        interfaces[i] = classes.load(names[i]);
      }
      return Proxy.newProxyInstance(
              classes.loader(), interfaces, (proxy, method, arguments) -> null)
          .getClass();
    }
  }
}
