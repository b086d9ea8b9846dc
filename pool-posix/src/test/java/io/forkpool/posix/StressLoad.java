package io.forkpool.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a parent does while it forks. Each counts its steps: in a child the count must stand still.
 */
enum StressLoad {
  IDLE {
    @Override
    void start() {
      // The JVM's own threads only.
    }
  },
  ALLOCATING {
    @Override
    void start() {
      for (int i = 0; i < THREADS; i++) {
        loop("allocating-" + i, StressLoad::allocate);
      }
    }
  },
  CLASS_LOADING {
    @Override
    void start() {
      loop("loading", () -> new OwnLoader().load());
    }
  },
  COLLECTING {
    @Override
    void start() {
      loop("collecting", System::gc);
      loop("allocating", StressLoad::allocate);
    }
  },
  COMMON_POOL {
    @Override
    void start() {
      loop(
          "submitting",
          () -> {
            List<CompletableFuture<Void>> futures = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
              futures.add(CompletableFuture.runAsync(StressLoad::allocate));
            }
            futures.forEach(CompletableFuture::join);
          });
    }
  },
  THREADS_COME_AND_GO {
    @Override
    void start() {
      loop(
          "starting",
          () -> {
            Thread thread = new Thread(StressLoad::allocate, "short-lived");
            thread.start();
            join(thread);
          });
    }
  },
  VIRTUAL_THREADS {
    @Override
    void start() {
      for (int i = 0; i < 20; i++) {
        startVirtual(
            () -> {
              while (true) {
                awaitWork();
                STEPS.incrementAndGet();
                allocate();
                sleep();
              }
            });
      }
    }
  };

  static final AtomicLong STEPS = new AtomicLong();
  private static final int THREADS = 3;
  private static volatile Object sink;
  private static volatile boolean working = true;

  /** Starts the threads of this load, all daemons. */
  abstract void start();

  /** For a moment of random length: the threads are in full work when it returns. */
  static void work() throws InterruptedException {
    working = true;
    TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(4_000));
  }

  /** Lets the threads rest: while a parent waits for a child, they would take its processor. */
  static void rest() {
    working = false;
  }

  private static void awaitWork() {
    while (!working) {
      sleep();
    }
  }

  static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= 21;
  }

  private static void loop(String name, Runnable step) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                awaitWork();
                STEPS.incrementAndGet();
                step.run();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  static void allocate() {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      kept.add(new byte[ThreadLocalRandom.current().nextInt(8_192)]);
    }
    sink = kept;
  }

  static void startVirtual(Runnable task) {
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void sleep() {
    sleep(1);
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Defines a class anew each time. */
  private static final class OwnLoader extends ClassLoader {
    private static final String NAME = "io.forkpool.posix.StressedClass";

    OwnLoader() {
      super(null);
    }

    void load() {
      try (InputStream in =
          StressLoad.class.getResourceAsStream("/" + NAME.replace('.', '/') + ".class")) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        Class<?> type = defineClass(NAME, bytes.toByteArray(), 0, bytes.size());
        sink = type.getDeclaredConstructor().newInstance();
      } catch (IOException | ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
