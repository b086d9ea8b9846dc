package io.forkpool.core.dispatch;

/** Types of numbers that can be kept as bits instead of as objects. */
enum PackedKind {
  INT(Integer.class),
  LONG(Long.class),
  DOUBLE(Double.class);

  private final Class<?> type;

  PackedKind(Class<?> type) {
    this.type = type;
  }

  /** The bits of values, all of one of these types; null if they are not, or there are none. */
  static Packed pack(Object[] values) {
    for (PackedKind kind : values()) {
      if (values.length > 0 && kind.holds(values[0])) {
        return kind.packAll(values);
      }
    }
    return null;
  }

  private Packed packAll(Object[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      if (!holds(values[i])) {
        return null;
      }
      bits[i] = bits(values[i]);
    }
    return new Packed(this, bits);
  }

  private boolean holds(Object value) {
    return value != null && value.getClass() == type;
  }

  private long bits(Object value) {
    if (this == DOUBLE) {
      return Double.doubleToRawLongBits((Double) value); // a NaN stays the NaN that it is
    }
    return ((Number) value).longValue();
  }

  /** The value of some bits. */
  Object value(long bits) {
    if (this == INT) {
      return (int) bits;
    }
    if (this == LONG) {
      return bits;
    }
    return Double.longBitsToDouble(bits);
  }

  /** Values of one type. */
  record Packed(PackedKind kind, long[] bits) {}
}
