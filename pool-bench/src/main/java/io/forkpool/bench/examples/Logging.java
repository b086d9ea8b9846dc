package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logging that the parent has configured: a forked child uses it, no other child does. */
final class Logging {
  private static final Logger LOG = Logger.getLogger("example");

  private Logging() {}

  static void run(Context context) {
    LOG.setLevel(Level.FINE);
    LOG.addHandler(new Printer());
    LOG.fine("from the parent");
    try (Pool pool = context.pool().workers(1).build()) {
      pool.apply(Logging::child);
    }
    System.out.println("done");
  }

  private static String child() {
    LOG.fine("from the child");
    return "logged";
  }

  /** Prints "logger: message". */
  private static final class Printer extends Handler {
    @Override
    public void publish(LogRecord entry) {
      System.out.println(entry.getLoggerName() + ": " + entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
