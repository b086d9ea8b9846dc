package io.forkpool.core.codec;

import io.forkpool.SerializableFunction;
import io.forkpool.TaskSerializationException;
import io.forkpool.fuzz.FuzzRun;
import io.forkpool.fuzz.Mutator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever bytes are decoded, the answer is a value or one typed exception. */
class CodecFuzzTest {
  private static final SerializableFunction<Object, Object> SAME = value -> value;

  private final List<byte[]> corpus = corpus();
  private final CodecSession session =
      new CodecSession(new KryoCodec(), CodecFuzzTest.class.getClassLoader());

  @Test
  void mutatedBytesFailTheOneValueAndNothingElse() {
    FuzzRun.of("codec", this::round);
  }

  private int round(Random random) throws IOException {
    byte[] bytes = bytes(random);
    try {
      session.decode(bytes);
    } catch (TaskSerializationException e) {
      // as promised
    }
    try {
      RoundTrip.session().decode(new ByteArrayInputStream(bytes));
    } catch (TaskSerializationException e) {
      // as promised
    }
    return 1;
  }

  private byte[] bytes(Random random) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 1 && random.nextBoolean()) {
        noise[0] = Scalars.GRAPH;
        noise[1] = (byte) (2 + random.nextInt(KnownClasses.count()));
      }
      return noise;
    }
    byte[] bytes = corpus.get(random.nextInt(corpus.size()));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes = Mutator.damaged(random, bytes);
    }
    return bytes;
  }

  private static List<byte[]> corpus() {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      deep = new ArrayList<>(List.<Object>of(deep));
    }
    Object proxy =
        Proxy.newProxyInstance(
            CodecFuzzTest.class.getClassLoader(),
            new Class<?>[] {Runnable.class},
            (java.lang.reflect.InvocationHandler & java.io.Serializable)
                (self, method, arguments) -> null);
    List<Object> values = new ArrayList<>();
    values.addAll(
        List.of(
            CorruptBytesTest.sample(),
            SAME,
            deep,
            proxy,
            BitSet.valueOf(new long[9]),
            new Exception("e", new RuntimeException()),
            new int[][] {{1}, {2, 3}},
            String.class,
            new TreeMap<>(Map.of(1, 2)),
            new String[] {"a", null},
            "text",
            5L));
    List<byte[]> corpus = new ArrayList<>();
    values.forEach(value -> corpus.add(RoundTrip.encode(value)));
    return corpus;
  }
}
