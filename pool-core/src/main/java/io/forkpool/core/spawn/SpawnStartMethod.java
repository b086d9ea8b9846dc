package io.forkpool.core.spawn;

import io.forkpool.core.child.ChildMain;
import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.StartMethodProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts children as fresh JVMs. What they are to run they learn from their stdin, which only their
 * parent can write: not from the command line or the environment, which others can read.
 */
public final class SpawnStartMethod implements StartMethodProvider {
  /** Their flags are among this JVM's own, which children get less what they must not have. */
  private static final List<String> FLAG_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** Public for {@link java.util.ServiceLoader}. */
  public SpawnStartMethod() {}

  @Override
  public String name() {
    return "spawn";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public boolean sharesMemory() {
    return false;
  }

  @Override
  public ChildHandle start(ChildRequest request) throws IOException {
    List<ChildEntry.Named> entries = new ArrayList<>();
    request.preload().ifPresent(preload -> entries.add(named(preload)));
    entries.add(named(request.entry()));
    ProcessBuilder builder =
        new ProcessBuilder(CommandLine.of(request.jvmArgs(), request.siblings()))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(FLAG_VARIABLES);
    builder.environment().putAll(request.environment());
    Process process = builder.start();
    SpawnedChild child = new SpawnedChild(process, request.name());
    try {
      ChildMain.instruct(entries, process.getOutputStream());
    } catch (IOException e) {
      // It has ended already: whoever waits for it learns from its exit status and stderr why.
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, request.name() + " has ended at once", e);
    }
    return child;
  }

  private static ChildEntry.Named named(ChildEntry entry) {
    if (entry instanceof ChildEntry.Named named) {
      return named;
    }
    throw new IllegalArgumentException("spawn shares no memory with its children: " + entry);
  }
}
