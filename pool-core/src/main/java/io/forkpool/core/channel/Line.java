package io.forkpool.core.channel;

/** What one of a child's two connections to its parent is for. */
public enum Line {
  /** The frames; see {@link FrameChannel}. */
  FRAMES(1),
  /**
   * Carries little ({@link StackLine}): its end tells the child that its parent has gone, whatever
   * the child does.
   */
  LIFELINE(2);

  private final int code;

  Line(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Line ofCode(int code) {
    for (Line line : values()) {
      if (line.code == code) {
        return line;
      }
    }
    return null;
  }
}
