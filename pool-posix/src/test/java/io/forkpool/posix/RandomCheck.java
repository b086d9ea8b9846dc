package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** No child repeats the random numbers of its parent or of a sibling, whichever source it asks. */
enum RandomCheck implements ChildCheck {
  SECURE_RANDOM(new SecureRandom()::nextLong),
  NEW_SECURE_RANDOM(() -> new SecureRandom().nextLong()),
  SECURE_RANDOM_BUFFER(NativePrng::buffer),
  SECURE_RANDOM_MIXER(NativePrng::mixer),
  STRONG_SECURE_RANDOM(() -> SecureRandom.getInstanceStrong().nextLong()),
  SHA1PRNG(() -> SecureRandom.getInstance("SHA1PRNG").nextLong()),
  DRBG(() -> SecureRandom.getInstance("DRBG").nextLong()),
  UNIQUE_IDS(UUID::randomUUID),
  THREAD_LOCAL_RANDOM(() -> ThreadLocalRandom.current().nextLong()),
  THREAD_LOCAL_RANDOM_OF_A_NEW_THREAD(RandomCheck::onANewThread),
  THREAD_LOCAL_SECONDARY_SEED(
      () -> Reach.getInt(Thread.class, Thread.currentThread(), "threadLocalRandomSecondarySeed")),
  MATH_RANDOM(Math::random),
  STRICT_MATH_RANDOM(StrictMath::random),
  SHUFFLED_LISTS(RandomCheck::shuffled),
  SPLITTABLE_RANDOM(() -> new SplittableRandom().nextLong()),
  NEW_RANDOM(() -> new Random().nextLong()),
  /** Of which a new Random's seed is made, with the time. */
  SEED_UNIQUIFIER(
      () ->
          ((AtomicLong)
                  Reach.getObject(
                      Random.class,
                      null,
                      "seedUniquifier",
                      "Ljava/util/concurrent/atomic/AtomicLong;"))
              .get()),
  RANDOM_GENERATORS(RandomCheck::generators);

  private final Callable<Object> draw;

  RandomCheck(Callable<Object> draw) {
    this.draw = draw;
  }

  @Override
  public void inParent() throws Exception {
    draw(); // the source is there before the fork
  }

  @Override
  public void beforeFork() throws Exception {
    draw();
    NativePrng.keepBuffer(); // else it is fresh for 100 ms only
  }

  @Override
  public void inChild() throws Exception {
    List<String> drawn = draw();
    Mailbox.of(this).post("drawn-" + Posix.getpid(), String.join("\n", drawn));
  }

  @Override
  public void afterChild() throws Exception {
    awaitEnd(fork()); // the sibling
    List<String> drawn = new ArrayList<>(draw());
    List<String> letters = Mailbox.of(this).all("drawn-");
    check(letters.size() == 2, "two children drew, not " + letters);
    for (String letter : letters) {
      drawn.addAll(Mailbox.of(this).await(letter).lines().toList());
    }
    Set<String> distinct = new HashSet<>(drawn);
    check(distinct.size() == drawn.size(), "drawn by parent, child, sibling: " + drawn);
  }

  private List<String> draw() throws Exception {
    Object drawn = draw.call();
    return drawn instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of(drawn.toString());
  }

  private static Object onANewThread() throws Exception {
    CompletableFuture<Long> drawn = new CompletableFuture<>();
    new Thread(() -> drawn.complete(ThreadLocalRandom.current().nextLong())).start();
    return drawn.get(20, TimeUnit.SECONDS);
  }

  private static Object shuffled() {
    List<Integer> list = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
    Collections.shuffle(list);
    return list.toString();
  }

  private static Object generators() {
    return RandomGeneratorFactory.all()
        .map(RandomGeneratorFactory::name)
        .sorted()
        .map(name -> name + " " + RandomGeneratorFactory.of(name).create().nextLong())
        .toList();
  }

  /** The two things that the default SecureRandom makes its bytes of; either alone would do. */
  private static final class NativePrng {
    private static final String TYPE = "sun.security.provider.NativePRNG";
    private static final SecureRandom RANDOM = new SecureRandom();

    static Object buffer() {
      RANDOM.nextLong();
      return Arrays.hashCode((byte[]) Reach.getObject(type(), io(), "nextBuffer", "[B"));
    }

    static Object mixer() {
      RANDOM.nextLong();
      String type = "sun.security.provider.SecureRandom";
      Object mixer = Reach.getObject(type(), io(), "mixRandom", "L" + type.replace('.', '/') + ";");
      byte[] state = (byte[]) Reach.getObject(Reach.find(type), mixer, "state", "[B");
      return Arrays.hashCode(state);
    }

    static void keepBuffer() {
      Reach.setLong(type(), io(), "lastRead", System.currentTimeMillis() + 1_000_000);
    }

    private static Class<?> type() {
      return Reach.find(TYPE + "$RandomIO");
    }

    private static Object io() {
      return Reach.getObject(
          Reach.find(TYPE), null, "INSTANCE", "L" + TYPE.replace('.', '/') + "$RandomIO;");
    }
  }
}
