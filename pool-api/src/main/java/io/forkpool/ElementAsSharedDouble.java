package io.forkpool;

/** A variable as the only element of an array, by whose handle it travels. */
record ElementAsSharedDouble(SharedDoubleArray array) implements SharedDouble {
  @Override
  public double get() {
    return array.getVolatile(0);
  }

  @Override
  public void set(double value) {
    array.setVolatile(0, value);
  }

  @Override
  public double getAndSet(double value) {
    return array.getAndSet(0, value);
  }

  @Override
  public double getAndAdd(double delta) {
    return array.getAndAdd(0, delta);
  }

  @Override
  public boolean compareAndSet(double expected, double value) {
    return array.compareAndSet(0, expected, value);
  }

  @Override
  public void close() {
    array.close();
  }

  @Override
  public String toString() {
    return "SharedDouble[" + array.memory() + "]";
  }
}
