package io.forkpool.posix;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In a child: new seeds for the JDK's sources of random numbers, so that a parent and its children
 * never emit the same bytes. Generators that users have made and seeded themselves go on where they
 * are, in all processes alike, as after any fork.
 */
final class RandomRepair {
  private static final Class<?> RANDOM_IO = Reach.find("sun.security.provider.NativePRNG$RandomIO");

  private static final List<Class<?>> SECURE =
      find(
          "sun.security.provider.NativePRNG",
          "sun.security.provider.NativePRNG$Blocking",
          "sun.security.provider.NativePRNG$NonBlocking");

  /** Whose new instances get their seeds from a static counter "defaultGen". */
  private static final List<Class<?>> COUNTERS = counters();

  private static final Class<?> MATH_RANDOM =
      Reach.find("java.lang.Math$RandomNumberGeneratorHolder");

  private static final String ATOMIC_LONG = "Ljava/util/concurrent/atomic/AtomicLong;";

  private RandomRepair() {}

  /** Does no harm in a parent, either. */
  static void reseed() {
    for (Class<?> source : SECURE) {
      if (Reach.isInitialized(source)) {
        forgetBuffer(source);
      }
    }
    try (DataInputStream seeds = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      reseed(seeds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * NativePRNG keeps up to 64 KiB of /dev/urandom for 100 ms, and mixes them with a generator of
   * its own: fresh bytes come as soon as it thinks that it has none.
   */
  private static void forgetBuffer(Class<?> source) {
    Object io =
        Reach.getObject(source, null, "INSTANCE", "Lsun/security/provider/NativePRNG$RandomIO;");
    if (io != null) {
      Reach.setInt(RANDOM_IO, io, "buffered", 0);
      Reach.setLong(RANDOM_IO, io, "lastRead", 0);
      Reach.setObject(RANDOM_IO, io, "mixRandom", "Lsun/security/provider/SecureRandom;", null);
    }
  }

  private static void reseed(DataInputStream seeds) throws IOException {
    set(ThreadLocalRandom.class, "seeder", seeds.readLong());
    for (Thread thread : Vm.threads()) {
      Reach.setLong(Thread.class, thread, "threadLocalRandomSeed", seeds.readLong());
      Reach.setInt(Thread.class, thread, "threadLocalRandomSecondarySeed", seeds.readInt());
    }
    set(Random.class, "seedUniquifier", seeds.readLong());
    for (Class<?> type : COUNTERS) {
      if (Reach.isInitialized(type)) {
        set(type, "defaultGen", seeds.readLong());
      }
    }
    if (Reach.isInitialized(MATH_RANDOM)) {
      Object random =
          Reach.getObject(MATH_RANDOM, null, "randomNumberGenerator", "Ljava/util/Random;");
      ((Random) random).setSeed(seeds.readLong());
    }
  }

  private static void set(Class<?> holder, String counter, long seed) {
    ((AtomicLong) Reach.getObject(holder, null, counter, ATOMIC_LONG)).set(seed);
  }

  private static List<Class<?>> find(String... names) {
    List<Class<?>> found = new ArrayList<>();
    for (String name : names) {
      Class<?> type = Reach.find(name);
      if (type != null) {
        found.add(type);
      }
    }
    return found;
  }

  /** Since Java 17 the generators of java.util.random have their counters, too. */
  private static List<Class<?>> counters() {
    List<Class<?>> found = find("java.util.SplittableRandom");
    for (String name :
        List.of(
            "L32X64MixRandom",
            "L64X128MixRandom",
            "L64X128StarStarRandom",
            "L64X256MixRandom",
            "L64X1024MixRandom",
            "L128X128MixRandom",
            "L128X256MixRandom",
            "L128X1024MixRandom",
            "Xoroshiro128PlusPlus",
            "Xoshiro256PlusPlus")) {
      for (String home : List.of("jdk.random.", "jdk.internal.random.")) {
        try {
          Class<?> type = Class.forName(home + name, false, ClassLoader.getPlatformClassLoader());
          type.getDeclaredField("defaultGen");
          found.add(type);
        } catch (ClassNotFoundException | NoSuchFieldException e) {
          // Not in this JDK, or not in this run-time image.
        }
      }
    }
    return found;
  }
}
