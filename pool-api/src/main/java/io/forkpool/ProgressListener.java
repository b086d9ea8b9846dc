package io.forkpool;

import java.util.OptionalLong;

/** Is told how far a {@code map} is; see {@link TaskOptions#withProgress}. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Some tasks have ended.
   *
   * @param done how many results have come so far; never less than before
   * @param total how many inputs there are; empty unless they are a {@link java.util.Collection}
   */
  void progress(long done, OptionalLong total);
}
