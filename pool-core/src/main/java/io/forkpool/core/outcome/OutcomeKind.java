package io.forkpool.core.outcome;

/** How a task ended. Each kind owns its byte on the wire. */
enum OutcomeKind {
  /** It returned; the codec's bytes of the result follow. */
  VALUE,
  /**
   * It threw; a {@link FailureText} follows, then the codec's bytes of what it threw, if it has
   * any.
   */
  FAILURE,
  /** Its function, argument or result cannot travel; a {@link FailureText} follows. */
  NOT_SERIALIZABLE,
  /**
   * It threw after its soft time limit had interrupted it; the limit in nanoseconds (8 bytes)
   * follows, then what {@link #FAILURE} has.
   */
  INTERRUPTED;

  private static final OutcomeKind[] ALL = values();

  byte code() {
    return (byte) ordinal();
  }

  static OutcomeKind ofCode(byte code) {
    return code >= 0 && code < ALL.length ? ALL[code] : null;
  }
}
