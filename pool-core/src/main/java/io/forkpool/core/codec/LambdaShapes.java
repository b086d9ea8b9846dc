package io.forkpool.core.codec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The lambda shapes a session has met, found by the hash they carry and confirmed by their bytes.
 */
final class LambdaShapes {
  private static final int MOST = 1024;
  private static final int LONGEST = 1 << 20;

  private final NamedClasses classes;
  private final Map<Long, LambdaShape> shapes = new HashMap<>();
  private long lastHash;
  private LambdaShape last;

  LambdaShapes(NamedClasses classes) {
    this.classes = classes;
  }

  LambdaShape read(ValueInput in) {
    long hash = in.readLong();
    int length = in.checkedCount(in.readVarInt(true));
    if (length > LONGEST) {
      throw new CorruptBytes("a lambda of " + length + " bytes");
    }
    if (!in.buffer(length)) {
      return LambdaShape.link(in.readArray(length), hash, classes);
    }
    byte[] buffer = in.getBuffer();
    int from = in.position();
    in.advance(length);
    LambdaShape known = last != null && lastHash == hash ? last : shapes.get(hash);
    if (known == null || !known.isWritten(buffer, from, length)) {
      if (shapes.size() >= MOST) {
        shapes.clear();
      }
      known = LambdaShape.link(Arrays.copyOfRange(buffer, from, from + length), hash, classes);
      shapes.put(hash, known);
    }
    last = known;
    lastHash = hash;
    return known;
  }
}
