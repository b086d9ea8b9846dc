package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Connection;
import io.forkpool.Context;
import io.forkpool.EndOfStreamException;
import io.forkpool.Pipe;
import java.util.Arrays;
import java.util.List;

/** A pipe between two processes. */
final class OnePipe {
  private OnePipe() {}

  static void run(Context context) throws InterruptedException {
    Pipe pipe = context.pipe();
    Connection childEnd = pipe.second();
    ChildProcess process = context.process(() -> child(childEnd)).build();
    process.start();
    childEnd.close();
    try (Connection parentEnd = pipe.first()) {
      List<?> message = (List<?>) parentEnd.receive();
      System.out.println("the parent has received: " + message.get(2));
      parentEnd.send("thanks");
      process.join();
      parentEnd.receive();
    } catch (EndOfStreamException e) {
      System.out.println("the child has closed its end");
    }
  }

  private static void child(Connection connection) throws InterruptedException {
    connection.send(Arrays.asList(42, null, "hello"));
    System.out.println("the child has received: " + connection.receive());
    connection.close();
  }
}
