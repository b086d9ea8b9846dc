package io.forkpool.contract;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.SerializableRunnable;

/** Programs that start processes and end in some way, each in a JVM of its own. */
final class ProcessPrograms {
  static final String PREFIX = "process-";

  private ProcessPrograms() {}

  static void run(String action, Context context, Gate gate) {
    switch (action) {
      case "process-failing" -> fail(context);
      case "process-family" -> begetAFamily(context, gate);
      case "process-ending" -> end(context, gate);
      case "process-exiting" -> {
        end(context, gate);
        System.exit(3);
      }
      default -> throw new IllegalArgumentException(action);
    }
  }

  /** The child's output and last words are not lost, although this JVM ends just after it. */
  private static void fail(Context context) {
    ChildProcess child =
        context
            .process(
                () -> {
                  System.out.println("the child's output, stdin: " + System.in.read());
                  throw new IllegalStateException("the child fails");
                })
            .name("failing")
            .build();
    child.start();
    child.join();
    System.out.println("exit code " + child.exitCode().getAsInt());
  }

  /** A daemon with a daemon below it, and one that is none. They spin, or wait for their parent. */
  private static void begetAFamily(Context context, Gate gate) {
    start(
        context,
        true,
        () -> {
          start(Context.ofDefault(), true, () -> spin(gate, "grandchild"));
          spin(gate, "daemon");
        });
    start(
        context,
        false,
        () -> {
          gate.mark("lasting-" + Tasks.pid());
          ChildProcess.parent().orElseThrow().join();
          gate.mark("orphaned");
          gate.pass("end");
        });
    gate.awaitMarks("pid-", 2);
    gate.awaitMarks("lasting-", 1);
    gate.mark("ready");
    Tasks.sleepForEver();
  }

  /** One child that is waited for, one that is not. */
  private static void end(Context context, Gate gate) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> gate.mark("ending")));
    start(context, true, () -> spin(gate, "daemon"));
    start(
        context,
        false,
        () -> {
          gate.mark("lasting-" + Tasks.pid());
          gate.pass("end");
          System.out.println("the child ends");
        });
    gate.awaitMarks("pid-", 1);
    gate.awaitMarks("lasting-", 1);
    System.out.println("main returns");
    gate.mark("returned");
  }

  private static void spin(Gate gate, String name) {
    gate.mark("pid-" + Tasks.pid());
    Tasks.spin();
  }

  private static void start(Context context, boolean daemon, SerializableRunnable target) {
    context.process(target).daemon(daemon).build().start();
  }
}
