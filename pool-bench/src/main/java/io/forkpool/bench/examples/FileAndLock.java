package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.SerializableRunnable;
import io.forkpool.TaskSerializationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/** A forked child may be given an open file or a lock; to a spawned child they cannot be passed. */
final class FileAndLock {
  private FileAndLock() {}

  static void run(Context context) throws IOException {
    Path path = Files.writeString(Files.createTempFile("example", ".txt"), "a line\n");
    try (BufferedReader file = Files.newBufferedReader(path)) {
      start(context, () -> System.out.println("the child reads: " + file.readLine()));
    } finally {
      Files.delete(path);
    }
    Lock lock = new StampedLock().asWriteLock();
    start(context, () -> use(lock));
  }

  private static void start(Context context, SerializableRunnable target) {
    ChildProcess process = context.process(target).build();
    try {
      process.start();
    } catch (TaskSerializationException e) {
      System.out.println("refused: " + e.getMessage());
      return;
    }
    process.join();
  }

  private static void use(Lock lock) {
    lock.lock();
    System.out.println("the child has the lock");
    lock.unlock();
  }
}
