package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * Collections as their elements at one moment, taken at once because the size of a concurrent
 * collection is only a guess.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class CollectionSerializer extends ValueSerializer<Collection> {
  private final CollectionKind kind;

  CollectionSerializer(CollectionKind kind) {
    this.kind = kind;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Collection collection) {
    Object[] elements = collection.toArray();
    out.writeVarInt(elements.length, true);
    if (kind.hasComparator()) {
      kryo.writeClassAndObject(out, kind.comparatorOf(collection));
    }
    Elements.write(kryo, out, elements, elements.length);
  }

  @Override
  Collection read(Kryo kryo, ValueInput in, Class<? extends Collection> type) {
    int count = in.checkedCount(in.readVarInt(true));
    Comparator comparator = kind.hasComparator() ? (Comparator) kryo.readClassAndObject(in) : null;
    Collection made = kind.begin(comparator, count);
    if (made == null) {
      return kind.of(Elements.read(kryo, in, count));
    }
    Collection view = kind.view(made);
    kryo.reference(view);
    made.addAll(Arrays.asList(Elements.read(kryo, in, count)));
    return view;
  }
}
