package io.forkpool.core.cache;

import io.forkpool.core.child.ChildMain;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ThisProcess;
import io.forkpool.spi.UserCache;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Gives a child the archive that fits it, if there is one; has it made, later, if there is none.
 * Thread-safe.
 */
public final class ClassDataArchives {
  /** By then a program that has only a little to do is done, and any other is up. */
  private static final long DELAY_MILLIS = 1_000;

  private static final System.Logger LOGGER = System.getLogger("io.forkpool");

  /** What has been found out about each JVM; a jar that changes under a program is not noticed. */
  private static final Map<ChildJvm, Optional<ArchiveOrder>> KNOWN = new ConcurrentHashMap<>();

  /** What was there when it was last needed. */
  private static final Map<ArchiveOrder, Path> FOUND = new ConcurrentHashMap<>();

  /** What this program has had made, or was not there to be made. */
  private static final Set<ArchiveOrder> TRIED = ConcurrentHashMap.newKeySet();

  private static final Set<Path> DISTRUSTED = ConcurrentHashMap.newKeySet();

  private ClassDataArchives() {}

  /**
   * Finds the archive for a JVM.
   *
   * @param jvm what is to be started
   * @return the archive; empty if there is none, which may change
   */
  public static Optional<ClassDataArchive> find(ChildJvm jvm) {
    Optional<ArchiveOrder> order = KNOWN.computeIfAbsent(jvm, ClassDataArchives::order);
    if (order.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path known = FOUND.get(order.get());
      Optional<Path> archive =
          known != null && ArchiveOrder.isWhole(known) ? Optional.of(known) : find(order.get());
      return archive.filter(file -> !DISTRUSTED.contains(file)).map(ClassDataArchive::new);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "no archive is used", e);
      return Optional.empty();
    }
  }

  private static Optional<Path> find(ArchiveOrder order) throws IOException {
    Optional<Path> archive = order.archive();
    if (archive.isPresent()) {
      CacheSize.noteUse(archive.get(), Instant.now());
      FOUND.put(order, archive.get());
    } else if (TRIED.add(order) && isWorthTrying(order)) {
      CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS)
          .execute(() -> startMaker(order));
    }
    return archive;
  }

  /** An archive has crashed a JVM: it is not used again, nor, for a day, another one made. */
  static void distrust(Path archive) {
    DISTRUSTED.add(archive);
    try {
      String name = archive.getFileName().toString();
      String note = name.substring(0, name.indexOf('-')) + CacheSize.FAILURE;
      Files.writeString(archive.resolveSibling(note), "it has crashed a worker");
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "cannot be deleted, but should be: " + archive, e);
    }
  }

  private static Optional<ArchiveOrder> order(ChildJvm jvm) {
    String reason;
    try {
      Optional<Path> directory = UserCache.directory();
      if (directory.isEmpty()) {
        return Optional.empty();
      }
      reason = objection(jvm);
      if (reason == null) {
        Optional<ArchiveKey> key = ArchiveKey.of(jvm, source());
        if (key.isPresent()) {
          long parent = ThisProcess.pid();
          return Optional.of(new ArchiveOrder(parent, directory.get(), key.get().name(), jvm));
        }
        reason = "forkpool is not in a jar that is on the class path before any directory";
      }
      LOGGER.log(Level.DEBUG, "workers have no class-data archive: " + reason);
    } catch (Exception e) {
      LOGGER.log(Level.DEBUG, "workers have no class-data archive", e);
    }
    return Optional.empty();
  }

  private static String objection(ChildJvm jvm) {
    String vm = System.getProperty("java.vm.name", "");
    if (!vm.contains("HotSpot") && !vm.contains("OpenJDK ")) {
      return "HotSpot has them, " + vm + " does not";
    }
    if (ChildMain.class.getModule().isNamed()
        || !System.getProperty("jdk.module.path", "").isEmpty()) {
      return "it would have to be of a module path";
    }
    return jvm.leavesArchivesToUs() ? null : "a flag says otherwise";
  }

  /** Where this class comes from. */
  private static Path source() throws Exception {
    CodeSource source = ClassDataArchives.class.getProtectionDomain().getCodeSource();
    URI location = source.getLocation().toURI();
    return Path.of(location);
  }

  private static boolean isWorthTrying(ArchiveOrder order) throws IOException {
    if (!Files.isWritable(order.directory())) {
      LOGGER.log(Level.DEBUG, "no archive can be made in " + order.directory());
      return false;
    }
    if (CacheSize.isOfToday(order.failure(), Instant.now())) {
      LOGGER.log(
          Level.DEBUG, "no archive could be made: " + Files.readString(order.failure()).strip());
      return false;
    }
    return true;
  }

  private static void startMaker(ArchiveOrder order) {
    List<String> command = new ArrayList<>();
    Path nice = Path.of(File.separator, "usr", "bin", "nice");
    if (Files.isExecutable(nice)) {
      command.addAll(List.of(nice.toString(), "-n", "19"));
    }
    command.add(order.jvm().java());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-Xmx32m", "-cp", order.jvm().classPath(), ChildMain.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    ChildEnvironment.clean(builder.environment());
    try {
      Process maker = builder.start();
      ChildMain.instruct(
          List.of(new ChildEntry.Named(ArchiveMaker.class.getName(), order.encode())),
          maker.getOutputStream());
      maker
          .onExit()
          .thenAccept(
              ended ->
                  LOGGER.log(
                      Level.DEBUG,
                      order.key() + ": the maker of this archive ended with " + ended.exitValue()));
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "no archive is made", e);
    }
  }
}
