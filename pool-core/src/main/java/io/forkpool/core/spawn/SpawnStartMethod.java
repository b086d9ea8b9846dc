package io.forkpool.core.spawn;

import io.forkpool.core.cache.ChildEnvironment;
import io.forkpool.core.cache.ChildJvm;
import io.forkpool.core.cache.ClassDataArchive;
import io.forkpool.core.cache.ClassDataArchives;
import io.forkpool.core.child.ChildMain;
import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ChildRole;
import io.forkpool.spi.ErrorTail;
import io.forkpool.spi.StartMethodProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts children as fresh JVMs. What they are to run they learn from their stdin, which only their
 * parent can write: not from the command line or the environment, which others can read.
 */
public final class SpawnStartMethod implements StartMethodProvider {
  /**
   * What a pipe takes at once on any system. More is written by a thread of its own, so that a
   * child that does not read cannot hold its parent up; the thread ends with the child.
   */
  private static final int PIPE_BYTES = 16 * 1024;

  /** Public for {@link java.util.ServiceLoader}. */
  public SpawnStartMethod() {}

  @Override
  public String name() {
    return "spawn";
  }

  @Override
  public Availability availability() {
    Path java = Path.of(CommandLine.javaExecutable());
    return Files.isExecutable(java)
        ? Availability.available()
        : Availability.unavailable(
            "there is no " + java + " to start; run on a JDK or JRE that has its launcher");
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
    List<String> flags = CommandLine.flags(request.jvmArgs(), request.siblings());
    Optional<ClassDataArchive> archive = archive(flags, named(request.entry()).programClass());
    ProcessBuilder builder =
        new ProcessBuilder(
                CommandLine.of(archive.map(ClassDataArchive::flags).orElse(List.of()), flags))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT);
    ChildEnvironment.clean(builder.environment());
    builder.environment().putAll(request.environment());
    boolean followed = request.role() == ChildRole.WORKER;
    if (!followed) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process = builder.start();
    Runnable instruct = () -> instruct(process, entries, request.name());
    if (size(entries) <= PIPE_BYTES) {
      instruct.run();
    } else {
      Thread thread = new Thread(null, instruct, request.name() + "-stdin", 256 * 1024);
      thread.setDaemon(true);
      thread.start();
    }
    Optional<ErrorTail> errors =
        followed
            ? Optional.of(ErrorTail.follow(process.getErrorStream(), request.name()))
            : Optional.empty();
    SpawnedChild child = new SpawnedChild(process, errors);
    archive.ifPresent(used -> used.watch(child.onExit()));
    return child;
  }

  private static Optional<ClassDataArchive> archive(List<String> flags, String program) {
    String classPath = System.getProperty("java.class.path", "");
    return ClassDataArchives.find(
        new ChildJvm(CommandLine.javaExecutable(), flags, classPath, program));
  }

  private static long size(List<ChildEntry.Named> entries) {
    return entries.stream().mapToLong(entry -> entry.argument().length + 1024L).sum();
  }

  private static void instruct(Process process, List<ChildEntry.Named> entries, String name) {
    try {
      ChildMain.instruct(entries, process.getOutputStream());
    } catch (IOException e) {
      // It has ended already: whoever waits for it learns from its exit status and stderr why.
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, name + " has ended at once", e);
    }
  }

  private static ChildEntry.Named named(ChildEntry entry) {
    if (entry instanceof ChildEntry.Named named) {
      return named;
    }
    throw new IllegalArgumentException("spawn shares no memory with its children: " + entry);
  }
}
