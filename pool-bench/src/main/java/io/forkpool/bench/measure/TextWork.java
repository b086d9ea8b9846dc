package io.forkpool.bench.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Work as Java programs do it: writes lines of words, splits them, counts, sorts. It makes many
 * short-lived objects, about 200 kB for 100 lines, and is many times slower before it is compiled.
 */
public final class TextWork {
  private static final int WORDS_PER_LINE = 12;
  private static final int VOCABULARY = 500;

  private TextWork() {}

  /**
   * Does the work.
   *
   * @param seed of the words
   * @param lines how many of them
   * @return a hash of the sorted counts: the same for the same arguments
   */
  public static long run(long seed, int lines) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < lines; i++) {
      for (String word : line(random).split(" ")) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey));
    long hash = 0;
    for (Map.Entry<String, Integer> entry : sorted) {
      hash = hash * 31 + entry.getKey().hashCode() + entry.getValue();
    }
    return hash;
  }

  private static String line(SplittableRandom random) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < WORDS_PER_LINE; i++) {
      line.append("word").append(random.nextInt(VOCABULARY)).append(' ');
    }
    return line.toString();
  }
}
