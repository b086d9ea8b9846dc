package io.forkpool.posix;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
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

  /** Of which new instances of SHA1PRNG get their seeds. */
  private static final Class<?> SHA1_SEEDER =
      Reach.find("sun.security.provider.SecureRandom$SeederHolder");

  private static final Class<?> SHA1 = Reach.find("sun.security.provider.SecureRandom");

  /** Of which new instances of DRBG get their entropy: a lambda that has captured another DRBG. */
  private static final Class<?> DRBG_SEEDER =
      Reach.find("sun.security.provider.AbstractDrbg$SeederHolder");

  private static final Class<?> DRBG = Reach.find("sun.security.provider.AbstractDrbg");

  private static final int SEED_BYTES = 32;

  /** In bytes; enough for the seeds of some forty threads. */
  private static final int SEEDS_AT_ONCE = 512;

  /** The static counters of which new generators get their seeds, by their classes. */
  private static final Map<Class<?>, String> COUNTERS = counters();

  /** Whose static field holds a generator for all callers. */
  private static final Map<Class<?>, String> SHARED = shared();

  private static final String ATOMIC_LONG = "Ljava/util/concurrent/atomic/AtomicLong;";

  private RandomRepair() {}

  /** Does no harm in a parent, either. */
  static void reseed() {
    for (Class<?> source : SECURE) {
      if (Reach.isInitialized(source)) {
        forgetBuffer(source);
      }
    }
    try (DataInputStream seeds =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream("/dev/urandom"), SEEDS_AT_ONCE))) {
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
    for (Map.Entry<Class<?>, String> counter : COUNTERS.entrySet()) {
      if (Reach.isInitialized(counter.getKey())) {
        set(counter.getKey(), counter.getValue(), seeds.readLong());
      }
    }
    for (Map.Entry<Class<?>, String> shared : SHARED.entrySet()) {
      if (Reach.isInitialized(shared.getKey())) {
        Object random =
            Reach.getObject(shared.getKey(), null, shared.getValue(), "Ljava/util/Random;");
        if (random != null) {
          ((Random) random).setSeed(seeds.readLong());
        }
      }
    }
    reseedSeeders(seeds);
  }

  private static void reseedSeeders(DataInputStream seeds) throws IOException {
    if (Reach.isInitialized(SHA1_SEEDER)) {
      Object seeder =
          Reach.getObject(SHA1_SEEDER, null, "seeder", "Lsun/security/provider/SecureRandom;");
      addSeed(SHA1, seeder, seeds);
    }
    if (Reach.isInitialized(DRBG_SEEDER)) {
      Object seeder =
          Reach.getObject(DRBG_SEEDER, null, "seeder", "Lsun/security/provider/EntropySource;");
      for (Field captured : seeder.getClass().getDeclaredFields()) {
        if (DRBG.isAssignableFrom(captured.getType())) {
          String type = "L" + captured.getType().getName().replace('.', '/') + ";";
          addSeed(
              DRBG, Reach.getObject(seeder.getClass(), seeder, captured.getName(), type), seeds);
        }
      }
    }
  }

  private static void addSeed(Class<?> type, Object generator, DataInputStream seeds)
      throws IOException {
    Object[] seed = {seeds.readNBytes(SEED_BYTES)};
    Reach.call(type, generator, "engineSetSeed", "([B)V", seed);
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

  private static Map<Class<?>, String> shared() {
    Map<Class<?>, String> found = new HashMap<>();
    found.put(Reach.find("java.lang.Math$RandomNumberGeneratorHolder"), "randomNumberGenerator");
    found.put(
        Reach.find("java.lang.StrictMath$RandomNumberGeneratorHolder"), "randomNumberGenerator");
    found.put(Collections.class, "r"); // shuffle's; null before its first use
    return found;
  }

  /** Since Java 17 the generators of java.util.random have their counters, too. */
  private static Map<Class<?>, String> counters() {
    Map<Class<?>, String> found = new HashMap<>();
    found.put(SplittableRandom.class, "defaultGen");
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
          for (Field field : type.getDeclaredFields()) {
            if (field.getType() == AtomicLong.class) { // "defaultGen", or "DEFAULT_GEN"
              found.put(type, field.getName());
            }
          }
        } catch (ClassNotFoundException e) {
          // Not in this JDK, or not in this run-time image.
        }
      }
    }
    return found;
  }
}
