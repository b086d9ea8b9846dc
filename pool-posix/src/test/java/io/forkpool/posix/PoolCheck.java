package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** What a fork does to the workers of a pool, by the public API alone. */
enum PoolCheck implements Check {
  WORKER_SEES_STATIC_STATE {
    @Override
    public void run() {
      state.add("written before the fork");
      Logger logger = Logger.getLogger("forkpool.check"); // kept by KEPT, or it is collected
      KEPT.add(logger);
      logger.setLevel(Level.FINEST);
      try (Pool pool = pool(1)) {
        check(pool.apply(() -> state.toString()).equals("[written before the fork]"), "state");
        String level = pool.apply(() -> Logger.getLogger("forkpool.check").getLevel().toString());
        check(level.equals("FINEST"), "the logger's level is " + level);
      }
    }
  },
  WORKER_HAS_NO_THREAD_OF_ITS_PARENT {
    @Override
    public void run() {
      thread = new Thread(Wait::forEver, "a-pools-thread");
      thread.setDaemon(true);
      thread.start();
      try (Pool pool = pool(1)) {
        check(!pool.apply(() -> thread.isAlive()), "alive");
        check(!pool.apply(() -> OsThreads.names().contains("a-pools-thread")), "an OS thread");
        check(thread.isAlive(), "dead in the parent");
      }
    }
  },
  LOCK_THAT_IS_HELD_STAYS_LOCKED {
    @Override
    public void run() throws Exception {
      ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
      Logger logger = logger(warnings);
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Thread holder = new Thread(() -> hold(held, release), "the-holder");
      holder.start();
      held.await();
      try (Pool pool = pool(1)) {
        check(!pool.apply(() -> LOCK.tryLock()), "the lock is free in the child");
        String expected = "thread \"the-holder\" holds java.lang.Object@";
        check(warnings.stream().anyMatch(w -> w.contains(expected)), "reported: " + warnings);
      } finally {
        release.countDown();
        logger.setUseParentHandlers(true);
      }
      holder.join();
      check(LOCK.tryLock(), "the lock stays locked in the parent");
    }

    private void hold(CountDownLatch held, CountDownLatch release) {
      LOCK.lock();
      synchronized (state) {
        synchronized (MONITOR) {
          held.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
      LOCK.unlock();
    }

    private Logger logger(ConcurrentLinkedQueue<String> warnings) {
      Logger logger = Logger.getLogger("io.forkpool.posix");
      KEPT.add(logger);
      logger.setUseParentHandlers(false);
      logger.addHandler(
          new Handler() {
            @Override
            public void publish(LogRecord message) {
              warnings.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          });
      return logger;
    }
  },
  OPEN_FILES_AND_LOCKS_ARE_CAPTURED {
    @Override
    public void run() throws Exception {
      Path path = CheckProgram.directory().resolve("captured");
      Files.writeString(path, "0123456789");
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        ReentrantLock lock = new ReentrantLock();
        file.seek(4);
        Pool.Builder builder =
            builder(1)
                .initializer(
                    () -> {
                      lock.lock();
                      state.add("read " + (char) file.read());
                    });
        try (Pool pool = builder.build()) {
          String read = pool.apply(() -> state.get(state.size() - 1));
          check(read.equals("read 4"), read);
        }
        check(file.getFilePointer() == 4, "the child has moved its parent's file");
        check(!lock.isLocked(), "the child has locked its parent's lock");
      }
    }
  },
  MUTATIONS_STAY_IN_THE_WORKER {
    @Override
    public void run() {
      int before = COUNT.get();
      int[] array = {1};
      KEPT.add(array);
      try (Pool pool = pool(1)) {
        check(pool.apply(() -> COUNT.addAndGet(5)) == before + 5, "in the child");
        check(pool.apply(() -> ((int[]) KEPT.get(KEPT.size() - 1))[0]++) == 1, "in the child");
      }
      check(COUNT.get() == before && array[0] == 1, "the child has changed its parent");
    }
  },
  WORKERS_DRAW_THEIR_OWN_RANDOM_NUMBERS {
    @Override
    public void run() {
      List<Object> drawn = new ArrayList<>(draw(0));
      try (Pool pool = pool(2)) {
        drawn.addAll(draw(0));
        List<List<Object>> ofWorkers = pool.map(PoolCheck::draw, range(40), 1);
        ofWorkers.forEach(drawn::addAll);
      }
      check(new HashSet<>(drawn).size() == drawn.size(), "drawn twice: " + drawn);
    }
  },
  WORKER_IS_A_WHOLE_JVM {
    @Override
    public void run() {
      try (Pool pool = pool(1)) {
        check(pool.apply(PoolCheck::doMuch) == 1003, "done");
      }
    }
  },
  WORKER_ANSWERS_JCMD {
    @Override
    public void run() throws Exception {
      try (Pool pool = pool(1)) {
        pool.apply(() -> 1);
        Jcmd.check(pool.workerPids().get(0), this);
      }
    }
  },
  NO_HOOK_OF_THE_PARENT_RUNS_IN_A_WORKER {
    @Override
    public void run() throws Exception {
      int parent = Posix.getpid();
      Mailbox mailbox = Mailbox.of(this);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    if (Posix.getpid() != parent) {
                      state.add("hook");
                      post(mailbox);
                    }
                  }));
      Pool pool = pool(2);
      pool.map(PoolCheck::draw, range(4), 1);
      pool.close();
      pool.join();
      check(mailbox.all("hook").isEmpty(), "a hook of the parent's ran in a worker");
    }

    private void post(Mailbox mailbox) {
      try {
        mailbox.post("hook", "");
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  };

  static final ReentrantLock LOCK = new ReentrantLock();
  static final AtomicInteger COUNT = new AtomicInteger();
  static final Object MONITOR = new Object();
  static final List<Object> KEPT = new ArrayList<>();
  static List<String> state = new ArrayList<>();
  static Thread thread;

  static Pool pool(int workers) {
    return builder(workers).build();
  }

  static Pool.Builder builder(int workers) {
    return Pool.builder().workers(workers).startMethod(StartMethod.FORK);
  }

  static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static List<Object> draw(int ignored) {
    return List.of(
        new java.security.SecureRandom().nextLong(),
        ThreadLocalRandom.current().nextLong(),
        Math.random(),
        java.util.UUID.randomUUID());
  }

  static int doMuch() throws Exception {
    System.gc();
    Thread thread = new Thread(() -> COUNT.set(1));
    thread.start();
    thread.join();
    int sum = CompletableFuture.supplyAsync(COUNT::get).get(20, TimeUnit.SECONDS);
    sum += IntStream.range(0, 1000).parallel().map(i -> 1).sum();
    Process process = new ProcessBuilder("sh", "-c", "exit 1").start();
    sum += process.waitFor();
    try (Pool inner = pool(1)) {
      sum += inner.apply(() -> 1);
    }
    return sum;
  }
}
