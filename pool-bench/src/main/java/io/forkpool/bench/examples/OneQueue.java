package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.ProcessQueue;
import io.forkpool.StartMethod;

/** A process puts a string into a queue: by the default start method, and by a context. */
final class OneQueue {
  private OneQueue() {}

  static void run(Context context) throws InterruptedException {
    StartMethod.setDefault(context.startMethod());
    putAndTake(Context.ofDefault());
    putAndTake(context);
  }

  private static void putAndTake(Context context) throws InterruptedException {
    try (ProcessQueue<String> queue = context.queue()) {
      ChildProcess process = context.process(() -> foo(queue)).build();
      process.start();
      System.out.println(queue.take());
      process.join();
    }
  }

  private static void foo(ProcessQueue<String> queue) throws InterruptedException {
    System.out.println("the child is " + ProcessHandle.current().pid());
    queue.put("hello");
  }
}
