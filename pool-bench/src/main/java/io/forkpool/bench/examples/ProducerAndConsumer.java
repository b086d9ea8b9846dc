package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.ProcessQueue;
import java.util.List;

/** Producer and consumer over a queue; the consumer never ends by itself. */
final class ProducerAndConsumer {
  private ProducerAndConsumer() {}

  static void run(Context context) throws InterruptedException {
    try (ProcessQueue<String> queue = context.queue()) {
      ChildProcess writer = context.process(() -> write(queue)).build();
      ChildProcess reader = context.process(() -> read(queue)).build();
      writer.start();
      reader.start();
      writer.join();
      queue.awaitTasks();
      reader.terminate();
      reader.join();
      System.out.println(
          "The consumer has ended with %d.".formatted(reader.exitCode().orElseThrow()));
    }
  }

  private static void write(ProcessQueue<String> queue) throws InterruptedException {
    System.out.println("Process to write: %d".formatted(ProcessHandle.current().pid()));
    for (String value : List.of("A", "B", "C")) {
      System.out.println("Put %s to queue...".formatted(value));
      queue.put(value);
      Thread.sleep((long) (Math.random() * 250));
    }
  }

  private static void read(ProcessQueue<String> queue) throws InterruptedException {
    System.out.println("Process to read: %d".formatted(ProcessHandle.current().pid()));
    while (true) {
      String value = queue.take();
      System.out.println("Get %s from queue.".formatted(value));
      queue.taskDone();
    }
  }
}
