package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Maps as their {@link Entries}. */
@SuppressWarnings({"rawtypes", "unchecked"})
final class MapSerializer extends ValueSerializer<Map> {
  private final MapKind kind;

  MapSerializer(MapKind kind) {
    this.kind = kind;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Map map) {
    Entries entries = Entries.of(map);
    out.writeVarInt(entries.count, true);
    if (kind.hasComparator()) {
      kryo.writeClassAndObject(out, ((SortedMap) map).comparator());
    }
    entries.write(kryo, out);
  }

  @Override
  Map read(Kryo kryo, ValueInput in, Class<? extends Map> type) {
    int count = in.checkedCount(in.readVarInt(true));
    Comparator comparator = kind.hasComparator() ? (Comparator) kryo.readClassAndObject(in) : null;
    Map made = kind.begin(comparator, count);
    if (made == null) {
      Map entries = new HashMap<>();
      Entries.readInto(entries, kryo, in, count);
      return kind.of(entries);
    }
    Map view = kind.view(made);
    kryo.reference(view);
    Entries.readInto(made, kryo, in, count);
    return view;
  }
}
