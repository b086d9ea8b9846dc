package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ChildProcess;
import io.forkpool.ChildProcess.State;
import io.forkpool.Context;
import io.forkpool.SerializableRunnable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Starts processes, which end with the test. */
public abstract class ProcessContractBase extends ContractBase {
  private final List<ChildProcess> processes = new ArrayList<>();

  final Context context() {
    return Context.of(startMethod());
  }

  final ChildProcess process(SerializableRunnable target) {
    return make(context().process(target));
  }

  final ChildProcess make(ChildProcess.Builder builder) {
    ChildProcess process = builder.build();
    processes.add(process);
    return process;
  }

  final ChildProcess started(SerializableRunnable target) {
    ChildProcess process = process(target);
    process.start();
    return process;
  }

  @AfterEach
  void endProcesses() {
    List<ChildProcess> alive =
        processes.stream().filter(process -> process.state() == State.ALIVE).toList();
    alive.forEach(ChildProcess::kill);
    // Else the next test may find one of them among this JVM's active children.
    alive.forEach(process -> assertTrue(process.join(PROMPT), process + " is killed"));
  }

  static int exitCode(ChildProcess process) {
    assertTrue(process.join(PROMPT), process + " does not end");
    return process.exitCode().orElseThrow();
  }

  /** What a child writes into a file of the test's directory. */
  final String told(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }
}
