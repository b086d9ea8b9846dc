package io.forkpool.core.channel;

/** What a frame means. Each type owns its byte on the wire. */
public enum FrameType {
  /** Parent to child: a chunk of tasks. */
  CALL(1),
  /** Parent to child: the function that was kept is not needed any more. */
  FORGET(2),
  /** Parent to child: end, all is done. */
  STOP(3),
  /** Child to parent: the initializer has run. */
  READY(4),
  /** Child to parent: the initializer failed; the body is one outcome. */
  START_FAILED(5),
  /** Child to parent: the outcomes of some tasks of a chunk, in order. */
  RESULT(6);

  private static final FrameType[] BY_CODE = new FrameType[7];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static FrameType ofCode(byte code) throws MalformedFrameException {
    FrameType type = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (type == null) {
      throw new MalformedFrameException("unknown frame type " + code);
    }
    return type;
  }
}
