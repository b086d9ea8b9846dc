package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.ReferenceResolver;
import java.util.ArrayList;
import java.util.IdentityHashMap;

/**
 * Knows which objects of the graph have been seen.
 *
 * <p>Small graphs are searched one by one, because a table needs an identity hash and the first one
 * of a fresh object costs more than to encode it. Values whose identity nobody relies on (boxes,
 * strings, enums) are not tracked at all.
 */
final class References implements ReferenceResolver {
  private static final int SMALL = 12;
  private static final int KEPT = 2048;

  private final Object[] few = new Object[SMALL];
  private IdentityHashMap<Object, Integer> many;
  private int written;
  private ArrayList<Object> read = new ArrayList<>();

  @Override
  public void setKryo(Kryo kryo) {}

  @Override
  public int getWrittenId(Object object) {
    if (written <= SMALL) {
      for (int i = 0; i < written; i++) {
        if (few[i] == object) {
          return i;
        }
      }
      return -1;
    }
    Integer id = many.get(object);
    return id == null ? -1 : id;
  }

  @Override
  public int addWrittenObject(Object object) {
    int id = written++;
    if (id < SMALL) {
      few[id] = object;
      return id;
    }
    if (id == SMALL) {
      if (many == null) {
        many = new IdentityHashMap<>(256);
      }
      for (int i = 0; i < SMALL; i++) {
        many.put(few[i], i);
      }
    }
    many.put(object, id);
    return id;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public int nextReadId(Class type) {
    read.add(null);
    return read.size() - 1;
  }

  @Override
  public void setReadObject(int id, Object object) {
    read.set(id, object);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object getReadObject(Class type, int id) {
    Object object = id >= 0 && id < read.size() ? read.get(id) : null;
    if (object == null) {
      throw new CorruptBytes(
          "an object refers back to a lambda, record or immutable value that is itself made from it"
              + " (or the bytes are corrupt); break the cycle");
    }
    return object;
  }

  @Override
  public void reset() {
    if (written > KEPT) {
      many = null;
    } else if (written > SMALL) {
      many.clear();
    }
    for (int i = Math.min(written, SMALL) - 1; i >= 0; i--) {
      few[i] = null;
    }
    written = 0;
    if (read.size() > KEPT) {
      read = new ArrayList<>();
    } else if (!read.isEmpty()) {
      read.clear();
    }
  }

  /**
   * The answer must be the same for a class when writing and for what the other end reads in its
   * place.
   */
  @Override
  @SuppressWarnings("rawtypes")
  public boolean useReferences(Class type) {
    return type != String.class
        && type != Integer.class
        && type != Long.class
        && type != Double.class
        && type != Boolean.class
        && type != Float.class
        && type != Short.class
        && type != Byte.class
        && type != Character.class
        && type != Void.class
        && !Enum.class.isAssignableFrom(type);
  }
}
