package io.forkpool.core.dispatch;

/** The time, which tests can set. */
@FunctionalInterface
public interface Ticker {
  /** The JVM's own clock. */
  Ticker SYSTEM = System::nanoTime;

  /**
   * Tells the time.
   *
   * @return nanoseconds since some moment; only differences mean something
   */
  long nanos();
}
