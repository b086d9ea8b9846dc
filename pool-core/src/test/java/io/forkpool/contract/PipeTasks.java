package io.forkpool.contract;

import io.forkpool.BrokenPipeException;
import io.forkpool.Connection;
import io.forkpool.Context;
import io.forkpool.EndOfStreamException;
import io.forkpool.Pipe;
import io.forkpool.StartMethod;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the workers do that have an end of a pipe. */
final class PipeTasks {
  private PipeTasks() {}

  /** Sends back what comes, until nothing comes any more. */
  static int echo(Connection connection) throws InterruptedException {
    try (connection) {
      for (int count = 0; ; count++) {
        try {
          Object message = connection.receive();
          if (message instanceof byte[] bytes) {
            connection.sendBytes(bytes);
          } else {
            connection.send(message);
          }
        } catch (EndOfStreamException end) {
          return count;
        }
      }
    }
  }

  static int sendNumbers(Connection connection, int count) throws InterruptedException {
    try (connection) {
      for (int i = 0; i < count; i++) {
        connection.send(i);
      }
    }
    return count;
  }

  /** Sends until nobody receives any more. */
  static void sendForEver(Connection connection) throws InterruptedException {
    try (connection) {
      while (true) {
        connection.send(1);
      }
    } catch (BrokenPipeException end) {
      return;
    }
  }

  /** Sends messages of 1,000 bytes while there is room; returns how many were sent. */
  static int fill(Connection connection, int most) throws InterruptedException {
    try (connection) {
      AtomicInteger sent = new AtomicInteger();
      Thread sender =
          new Thread(
              () -> {
                try {
                  while (sent.get() < most) {
                    connection.sendBytes(new byte[1_000]);
                    sent.incrementAndGet();
                  }
                } catch (InterruptedException e) {
                  return;
                }
              });
      sender.start();
      int last = -1;
      while (sender.isAlive() && (last != sent.get() || last == 0)) {
        last = sent.get();
        sender.join(300);
      }
      sender.interrupt();
      sender.join();
      return sent.get();
    }
  }

  static long sum(Connection connection) throws InterruptedException {
    long sum = 0;
    try (connection) {
      while (true) {
        sum += (Integer) connection.receive();
      }
    } catch (EndOfStreamException end) {
      return sum;
    }
  }

  /** What this process is told when it uses the ends of a one-way pipe the wrong way round. */
  static List<String> useWrongly(Pipe pipe) throws InterruptedException {
    String sending = "sent";
    String receiving = "received";
    try {
      pipe.first().send(1);
    } catch (UnsupportedOperationException e) {
      sending = e.getMessage();
    }
    try {
      pipe.second().receive();
    } catch (UnsupportedOperationException e) {
      receiving = e.getMessage();
    }
    pipe.close();
    return List.of(sending, receiving);
  }

  /** Sends its process id, and then has the connections and does nothing with them. */
  static void hold(Connection first, Connection other) throws InterruptedException {
    first.send(ProcessHandle.current().pid());
    Thread.sleep(Long.MAX_VALUE);
    other.close();
  }

  /** Hands over an end of a pipe of its own, with its process id, and sends on the other. */
  static void makePipe(Connection connection, String method) throws InterruptedException {
    Pipe own = Context.of(StartMethod.of(method)).pipe();
    connection.send(own.first());
    connection.send(ProcessHandle.current().pid());
    connection.receive();
    own.second().send("mine");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Whether messages could be received: at the beginning, after the first, and at the end. */
  static List<Boolean> poll(Connection connection, Duration limit) throws InterruptedException {
    boolean before = connection.poll();
    connection.send("polled");
    boolean come = connection.poll(limit);
    connection.receive();
    boolean ended = connection.poll(limit);
    connection.close();
    return Arrays.asList(before, come, ended);
  }

  /** Can be encoded, and not decoded. */
  static final class Undecodable implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() {
      throw new IllegalStateException("not here");
    }
  }
}
