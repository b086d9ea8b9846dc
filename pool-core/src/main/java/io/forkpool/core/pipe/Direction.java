package io.forkpool.core.pipe;

/** What an end of a pipe is for. */
enum Direction {
  BOTH,
  RECEIVES,
  SENDS;

  static Direction of(int end, boolean twoWay) {
    return twoWay ? BOTH : end == 0 ? RECEIVES : SENDS;
  }

  boolean readable() {
    return this != SENDS;
  }

  boolean writable() {
    return this != RECEIVES;
  }

  void requireReadable() {
    if (!readable()) {
      throw new UnsupportedOperationException(
          "this end of a one-way pipe only sends; receive with the other, Pipe.first()");
    }
  }

  void requireWritable() {
    if (!writable()) {
      throw new UnsupportedOperationException(
          "this end of a one-way pipe only receives; send with the other, Pipe.second()");
    }
  }
}
