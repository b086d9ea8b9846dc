package io.forkpool;

/** A variable as the only element of an array, by whose handle it travels. */
record ElementAsSharedLong(SharedLongArray array) implements SharedLong {
  @Override
  public long get() {
    return array.getVolatile(0);
  }

  @Override
  public void set(long value) {
    array.setVolatile(0, value);
  }

  @Override
  public long getAndSet(long value) {
    return array.getAndSet(0, value);
  }

  @Override
  public long getAndAdd(long delta) {
    return array.getAndAdd(0, delta);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    return array.compareAndSet(0, expected, value);
  }

  @Override
  public void close() {
    array.close();
  }

  @Override
  public String toString() {
    return "SharedLong[" + array.memory() + "]";
  }
}
