package io.forkpool.core.cache;

import io.forkpool.core.child.WorkerProgram;
import io.forkpool.spi.ChildProgram;
import java.nio.charset.StandardCharsets;

/** Has a program load and link what it needs; then the JVM exits, and dumps that. */
public final class Trainer implements ChildProgram {
  /** Public, since it is named to the JVM that runs it. */
  public Trainer() {}

  @Override
  public void run(byte[] argument) throws Exception {
    new WorkerProgram().prepare(); // of which also a fork server makes copies
    String program = new String(argument, StandardCharsets.UTF_8);
    if (program.equals(WorkerProgram.class.getName())) {
      return;
    }
    ((ChildProgram) Class.forName(program).getConstructor().newInstance()).prepare();
  }
}
