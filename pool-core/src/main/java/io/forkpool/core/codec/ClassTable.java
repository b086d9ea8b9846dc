package io.forkpool.core.codec;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.IdentityMap;
import io.forkpool.core.handle.TravelsByHandle;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Maps classes to their entries and to bytes.
 *
 * <pre>
 *   0                     null
 *   1, id                 a class named before in this graph
 *   1, id, length, name   the next new id: a class named for the first time
 *   2 + number            one of the {@link KnownClasses}
 * </pre>
 *
 * <p>Lambdas, proxies, Java-serialized objects and what travels by a handle share one entry a kind:
 * what they are is in the bytes that follow. Names are recognised by their bytes, so that a class
 * met before costs no String and no look-up by name.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class ClassTable implements ClassResolver {
  private static final int LONGEST_NAME = 1 << 16;

  private final NamedClasses named;
  private final LambdaShapes shapes;
  private final IdentityMap<Class, ClassEntry> byClass = new IdentityMap<>();
  private final ClassEntry[] byNumber = new ClassEntry[KnownClasses.count()];
  private final ClassEntry[] byNameBytes = new ClassEntry[256];
  private SerializerChoice choice;

  private Class lastClass;
  private ClassEntry lastEntry;
  private long graph = 1;
  private int namesWritten;
  private ClassEntry[] namesRead = new ClassEntry[8];
  private int namesReadCount;

  ClassTable(NamedClasses named, LambdaShapes shapes) {
    this.named = named;
    this.shapes = shapes;
  }

  @Override
  public void setKryo(Kryo kryo) {
    choice = new SerializerChoice(kryo, named, shapes);
  }

  /** Kryo's constructor alone comes here, for its primitives: they have entries already. */
  @Override
  public Registration register(Registration registration) {
    return getRegistration(registration.getType());
  }

  @Override
  public Registration unregister(int classId) {
    throw new UnsupportedOperationException("entries stay");
  }

  @Override
  public Registration registerImplicit(Class type) {
    return getRegistration(type);
  }

  @Override
  public Registration getRegistration(int classId) {
    return numbered(classId);
  }

  @Override
  public Registration getRegistration(Class type) {
    return entry(type);
  }

  private ClassEntry entry(Class type) {
    if (type == lastClass) {
      return lastEntry;
    }
    ClassEntry entry = byClass.get(type);
    if (entry == null) {
      entry = create(type);
      byClass.put(type, entry);
    }
    lastClass = type;
    lastEntry = entry;
    return entry;
  }

  private ClassEntry create(Class type) {
    if (type.isPrimitive()) {
      return entry(java.lang.invoke.MethodType.methodType(type).wrap().returnType());
    }
    if (Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class) {
      return entry(type.getSuperclass()); // a constant with a body
    }
    if (type.isHidden() && LambdaEncoder.of(type) != null) {
      return numbered(KnownClasses.LAMBDA);
    }
    if (Proxy.isProxyClass(type)) {
      return numbered(KnownClasses.PROXY);
    }
    int number = JdkClasses.contains(type) ? KnownClasses.numberOf(type) : -1;
    if (number >= 0) {
      return numbered(number);
    }
    if (TravelsByHandle.class.isAssignableFrom(type)) {
      return numbered(KnownClasses.BY_HANDLE);
    }
    if (choice.isJavaStream(type)) {
      return numbered(KnownClasses.JAVA_STREAM);
    }
    return new ClassEntry(type, choice.forClass(type), ClassEntry.NAMED);
  }

  private ClassEntry numbered(int number) {
    ClassEntry entry = byNumber[number];
    if (entry == null) {
      Class type = KnownClasses.load(number);
      entry = new ClassEntry(type, choice.forNumber(number, type), number);
      byNumber[number] = entry;
    }
    return entry;
  }

  @Override
  public Registration writeClass(Output output, Class type) {
    if (type == null) {
      output.writeByte(0);
      return null;
    }
    ClassEntry entry = entry(type);
    if (entry.name == null) {
      output.writeVarInt(entry.getId() + 2, true);
      return entry;
    }
    output.writeByte(1);
    if (entry.graph == graph) {
      output.writeVarInt(entry.nameId, true);
      return entry;
    }
    entry.graph = graph;
    entry.nameId = namesWritten++;
    output.writeVarInt(entry.nameId, true);
    output.writeVarInt(entry.name.length, true);
    output.writeBytes(entry.name, 0, entry.name.length);
    return entry;
  }

  @Override
  public Registration readClass(Input input) {
    int head = input.readVarInt(true);
    if (head == 0) {
      return null;
    }
    if (head == 1) {
      return readNamed((ValueInput) input);
    }
    if (head < 0 || head - 2 >= byNumber.length) {
      throw new CorruptBytes("unknown class number " + (head - 2));
    }
    return numbered(head - 2);
  }

  private ClassEntry readNamed(ValueInput input) {
    int id = input.readVarInt(true);
    if (id >= 0 && id < namesReadCount) {
      return namesRead[id];
    }
    if (id != namesReadCount) {
      throw new CorruptBytes("class " + id + " of the graph was never named");
    }
    int length = input.checkedCount(input.readVarInt(true));
    if (length > LONGEST_NAME) {
      throw new CorruptBytes("a class name of " + length + " bytes");
    }
    ClassEntry entry =
        input.buffer(length) ? recognise(input, length) : byName(input.readArray(length));
    if (id == namesRead.length) {
      namesRead = Arrays.copyOf(namesRead, 2 * id);
    }
    namesRead[namesReadCount++] = entry;
    return entry;
  }

  private ClassEntry recognise(ValueInput input, int length) {
    byte[] buffer = input.getBuffer();
    int from = input.position();
    int hash = length;
    for (int i = Math.max(0, length - 8); i < length; i++) {
      hash = 31 * hash + buffer[from + i];
    }
    int slot = (hash ^ hash >>> 8) & (byNameBytes.length - 1);
    input.advance(length);
    ClassEntry entry = byNameBytes[slot];
    if (entry != null
        && Arrays.equals(entry.name, 0, entry.name.length, buffer, from, from + length)) {
      return entry;
    }
    entry = byName(Arrays.copyOfRange(buffer, from, from + length));
    if (entry.name != null) {
      byNameBytes[slot] = entry;
    }
    return entry;
  }

  private ClassEntry byName(byte[] bytes) {
    return entry(named.load(new String(bytes, StandardCharsets.UTF_8)));
  }

  @Override
  public void reset() {
    graph++;
    namesWritten = 0;
    if (namesReadCount > 0) {
      Arrays.fill(namesRead, 0, namesReadCount, null);
      namesReadCount = 0;
    }
    choice.javaStream().endGraph();
  }
}
