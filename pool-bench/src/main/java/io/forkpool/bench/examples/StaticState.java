package io.forkpool.bench.examples;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * What main sets is not there in a spawned child: it must be passed, and what is passed is a copy.
 */
final class StaticState {
  private static String setting = "as the program has it";

  private StaticState() {}

  static void run(Context context) {
    setting = "as main has set it";
    List<String> passed = new ArrayList<>(List.of("by main"));
    ChildProcess process = context.process(() -> child(passed)).build();
    process.start();
    process.join();
    System.out.println("the parent sees: " + setting);
    System.out.println("it has passed: " + String.join(", ", passed));
  }

  private static void child(List<String> passed) {
    System.out.println("the child sees: " + setting);
    passed.add("by the child");
    System.out.println("it was passed: " + String.join(", ", passed));
  }
}
