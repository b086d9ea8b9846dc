package io.forkpool;

import java.util.Objects;

/**
 * Stands in for an exception of a worker that cannot be had here: it could not be encoded there, or
 * its class is not known here. It says what the original was.
 */
public class RemoteTaskException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The binary name of the original's class. */
  private final String className;

  /** The original's stack, as its {@code printStackTrace} wrote it in the worker. */
  private final String remoteStackTrace;

  /**
   * Makes a stand-in.
   *
   * @param className the binary name of the original's class
   * @param message the original's message, or null
   * @param remoteStackTrace the original's stack as text, causes included
   */
  public RemoteTaskException(String className, String message, String remoteStackTrace) {
    super(message == null ? className : className + ": " + message);
    this.className = Objects.requireNonNull(className, "className");
    this.remoteStackTrace = Objects.requireNonNull(remoteStackTrace, "remoteStackTrace");
  }

  /**
   * Tells what the original was.
   *
   * @return the binary name of the original's class, never null
   */
  public String className() {
    return className;
  }

  /**
   * Tells where the original was thrown.
   *
   * @return the original's stack as {@code printStackTrace} writes it, causes included, never null
   */
  public String remoteStackTrace() {
    return remoteStackTrace;
  }
}
