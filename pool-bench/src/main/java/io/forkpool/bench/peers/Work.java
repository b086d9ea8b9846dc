package io.forkpool.bench.peers;

import io.forkpool.StartMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is done in one run, by forkpool and by CPython: {@code PoolMain} and {@code peer.py} get it
 * as their arguments.
 *
 * @param row which work
 * @param method how workers come to be
 * @param numbers how much of it
 */
record Work(String row, StartMethod method, int... numbers) {
  /** As much of another row. */
  Work by(String otherRow) {
    return new Work(otherRow, method, numbers);
  }

  List<String> words() {
    List<String> words = new ArrayList<>(List.of(row, method.toString()));
    Arrays.stream(numbers).forEach(number -> words.add(Integer.toString(number)));
    return words;
  }
}
